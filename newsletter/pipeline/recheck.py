"""What must hold when an issue's time has come: its bytes are what was frozen, its texts and links can be read."""

from wagtail.models import Page

from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.models import CompiledIssue, Issue


def recheck_issue(issue_id: int) -> Hold | None:
    """Why the issue must not leave now, or None. Nothing is compiled and nothing is changed."""
    issue = Issue.objects.select_related("compiled").get(pk=issue_id)
    if issue.compiled is None or not issue.compiled.is_unaltered:
        return Hold(reason=HoldReason.ALTERED)
    problems = (_problem(item) for item in issue.compiled.shown.select_related("article"))
    return next(filter(None, problems), None) or _closed_link(issue.compiled)


def _closed_link(frozen: CompiledIssue) -> Hold | None:
    """B6 once more: a page that was public at the freeze may have been taken back since."""
    linked = {link.page_id: link.label for link in frozen.letter.links if link.page_id}
    open_pages = set(Page.objects.live().public().filter(pk__in=linked).values_list("pk", flat=True))
    closed = next((label for page_id, label in linked.items() if page_id not in open_pages), None)
    if closed is None:
        return None
    return Hold(reason=HoldReason.STOP_CHECK, detail=f"The link “{closed}” leads to a page that readers cannot open.")


def _problem(item) -> Hold | None:
    page = item.article
    if page is None:
        return Hold(reason=HoldReason.ITEM_NOT_LIVE, detail="An article of it was deleted.")
    if page.get_view_restrictions().exists():
        return Hold(reason=HoldReason.ITEM_PRIVATE, detail=f"“{page.title}” is private.")
    if page.expired:
        return Hold(reason=HoldReason.ITEM_EXPIRED, detail=f"“{page.title}” has expired.")
    return None if page.live else Hold(reason=HoldReason.ITEM_NOT_LIVE, detail=f"“{page.title}” is not live.")
