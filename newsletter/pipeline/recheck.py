"""What must hold when an issue's time has come: its bytes are what was frozen, and no stop check speaks today.

That readers are left (B11) is what the expansion finds out right after.
"""

from collections.abc import Iterator

from wagtail.models import Page, Revision

from cms.clock import database_now
from cms.core.findings import Finding, stops
from cms.rich_text import targets
from newsletter.conf import conf
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.core.preflight import standing_stops
from newsletter.core.preflight.facts import LetterFacts
from newsletter.models import CompiledIssue, Issue
from newsletter.models.sender_standing import sender_standing
from series.models.publishing import findings_of


def recheck_issue(issue_id: int) -> Hold | None:
    """Why the issue must not leave now, or None. Nothing is compiled and nothing is changed."""
    issue = Issue.objects.select_related("compiled", "newsletter").get(pk=issue_id)
    if issue.compiled is None or not issue.compiled.is_unaltered:
        return Hold(reason=HoldReason.ALTERED)
    problems = (_problem(item) for item in issue.compiled.shown.select_related("article"))
    return next(filter(None, problems), None) or next(_stopped(issue), None)


def _stopped(issue: Issue) -> Iterator[Hold]:
    yield from _closed_links(issue.compiled)
    for finding in (*_letter_stops(issue), *_editorial_stops(issue.compiled)):
        yield _hold(f"{finding.words} {finding.mend}".strip())


def _closed_links(frozen: CompiledIssue) -> Iterator[Hold]:
    """B6 once more: a page that was public at the freeze may have been taken back since."""
    links = frozen.letter.links
    addresses = targets.webs({link.target for link in links if link.kind == "web"}, base=conf().base_url)
    wanted = {link.page_id for link in links if link.page_id}
    open_pages = {page.pk for page in targets.public_pages(wanted)}
    for link in links:
        found = addresses.get(link.target)
        is_closed = link.page_id not in open_pages if link.page_id else bool(found and found.is_closed)
        if is_closed:
            yield _hold(f"The link “{link.label}” leads to a page that readers cannot open.")


def _letter_stops(issue: Issue) -> tuple[Finding, ...]:
    """B1, B3 and B6 of the frozen bytes, with the sender as it is today."""
    settings = conf()
    domain = {"base_url": settings.base_url, "sending_domain": settings.sending_domain}
    return standing_stops(LetterFacts(letter=issue.compiled.letter, **sender_standing(issue.newsletter, **domain)))


def _editorial_stops(frozen: CompiledIssue) -> Iterator[Finding]:
    """B14: the articles as they were frozen, asked with what their site offers today."""
    kept = Revision.objects.in_bulk(frozen.letter.source_revisions.values())
    for item in frozen.shown.select_related("article"):
        revision = kept.get(frozen.letter.source_revisions.get(item.article_id))
        yield from stops(findings_of(revision.as_object() if revision else item.article))


def _hold(words: str) -> Hold:
    return Hold(reason=HoldReason.STOP_CHECK, detail=words)


def _problem(item) -> Hold | None:
    page: Page | None = item.article
    if page is None:
        return Hold(reason=HoldReason.ITEM_NOT_LIVE, detail="An article of it was deleted.")
    if page.get_view_restrictions().exists():
        return Hold(reason=HoldReason.ITEM_PRIVATE, detail=f"“{page.title}” is private.")
    if page.expired or (page.expire_at and page.expire_at <= database_now()):
        return Hold(reason=HoldReason.ITEM_EXPIRED, detail=f"“{page.title}” has expired.")
    return None if page.live else Hold(reason=HoldReason.ITEM_NOT_LIVE, detail=f"“{page.title}” is not live.")
