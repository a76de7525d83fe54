"""What will hold an issue that waits for its time, as things stand now: told before it happens."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from wagtail.models import Page

from newsletter.core.issue_state import State
from newsletter.core.items import problem_of
from newsletter.models import CompiledIssue, Issue
from newsletter.models.page_facts import page_facts


def foresee_hold(issue: Issue) -> str:
    """Why a scheduled issue will be held unless somebody acts; empty when nothing stands in its way.

    A page that goes live before the letter leaves is no reason, and one that will have expired by then is.
    """
    if issue.state != State.SCHEDULED:
        return ""
    return next((words for words in _reasons(issue) if words), "")


def _reasons(issue: Issue) -> Iterator[str]:
    frozen = CompiledIssue.objects.only("link_table").get(pk=issue.compiled_id)
    for item in frozen.shown.select_related("article"):
        yield _against(issue, item.article) if item.article else "An article of it was deleted."
    labels = {link["page_id"]: link["label"] for link in frozen.link_table if link.get("page_id")}
    found = Page.objects.in_bulk(labels)
    for page_id, label in labels.items():
        if page_id not in found or _against(issue, found[page_id]):
            yield f"The link “{label}” leads to a page that readers will not be able to open."


def _against(issue: Issue, page: Page) -> str:
    found = problem_of(page_facts(page), send_at=issue.send_at, zone=ZoneInfo(issue.zone), block_id="")
    return found.words if found else ""
