"""What must hold when an issue's time has come: the frozen bytes are what was frozen, and its texts can be read."""

from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.models import Issue


def recheck_issue(issue_id: int) -> Hold | None:
    """Why the issue must not leave now, or None. Nothing is compiled and nothing is changed."""
    issue = Issue.objects.select_related("compiled").get(pk=issue_id)
    if issue.compiled is None or not issue.compiled.is_unaltered:
        return Hold(reason=HoldReason.ALTERED)
    problems = (_problem(item) for item in issue.compiled.shown.select_related("article"))
    return next(filter(None, problems), None)


def _problem(item) -> Hold | None:
    page = item.article
    if page is None:
        return Hold(reason=HoldReason.ITEM_NOT_LIVE, detail="An article of it was deleted.")
    if page.get_view_restrictions().exists():
        return Hold(reason=HoldReason.ITEM_PRIVATE, detail=f"“{page.title}” is private.")
    if page.expired:
        return Hold(reason=HoldReason.ITEM_EXPIRED, detail=f"“{page.title}” has expired.")
    return None if page.live else Hold(reason=HoldReason.ITEM_NOT_LIVE, detail=f"“{page.title}” is not live.")
