"""What the admin opens with: letters and courses that wait for a person, letters that leave or wait for their time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.admin.ui.components import Component

from newsletter.admin.courses import CHANGE as CHANGE_COURSE
from newsletter.admin.courses_waiting import courses_waiting
from newsletter.admin.issue_rights import ADD, POLICY
from newsletter.admin.issue_rows import counts_words, page_of, trouble_words
from newsletter.admin.pages import CHANGE
from newsletter.core.issue_state import State
from newsletter.core.moments import distance, shown_twice
from newsletter.models import Heartbeat, Issue, SendingSwitch
from newsletter.segments import MAY_SEE
from newsletter.unsettled import open_issues, open_to_single_readers

MOST = 5  # of each kind; the list of issues holds the rest
STANDS_STILL = "Nothing will go out: no scheduler was heard in the last minute. Start it with manage.py run_scheduler."


@dataclass(frozen=True, kw_only=True)
class Row:
    """One letter, where it stands in words, when it leaves, and the page that it leads to."""

    issue: Issue
    words: str
    when: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Letters that want the same of a person."""

    heading: str
    rows: list[Row]


class LettersPanel(Component):
    """Above Wagtail's own panels; everybody sees the issues that they may change."""

    name = "letters"
    order = 50
    template_name = "newsletter/admin/home.html"

    def get_context_data(self, parent_context) -> dict[str, Any]:
        user = parent_context["request"].user
        seen = POLICY.instances_user_has_any_permission_for(user, {"view", "change"}).select_related("newsletter")
        may_change = user.has_perm(CHANGE)
        return {
            "request": parent_context["request"],
            "kinds": [kind for kind in kinds(seen, viewer=user.zone) if kind.rows],
            "warnings": warnings() if may_change else [],
            "unsettled": open_issues() if may_change else [],
            "single": open_to_single_readers() if may_change else None,
            "courses": courses_waiting(exactly=user.has_perm(MAY_SEE)) if user.has_perm(CHANGE_COURSE) else [],
            "may_write": user.has_perm(ADD),
        }


def warnings() -> list[str]:
    """Why no letter leaves at all; nothing while they do."""
    switch = SendingSwitch.objects.off().select_related("changed_by").first()
    works = Heartbeat.objects.alive().filter(kind=Heartbeat.Kind.SCHEDULER).exists()
    return [*([switch.words] if switch else []), *([] if works else [STANDS_STILL])]


def kinds(seen, *, viewer: ZoneInfo) -> Iterator[Kind]:
    """What asks for a decision first, longest waiting first; then what moves, what comes, and what is being written."""
    on_the_way = [State.PREPARING, State.HANDING_OVER, State.PAUSED]
    for heading, found in (
        ("Waiting for you", seen.filter(state=State.HELD).order_by("held_at", "pk")),
        ("On their way", seen.filter(state__in=on_the_way).order_by("send_at", "pk")),
        ("Scheduled", seen.filter(state=State.SCHEDULED).order_by("send_at", "pk")),
        ("Drafts", seen.filter(state=State.DRAFT).order_by("-updated_at", "-pk")),
    ):
        yield Kind(heading=heading, rows=[_row(issue, viewer=viewer) for issue in found[:MOST]])


def _row(issue: Issue, *, viewer: ZoneInfo) -> Row:
    return Row(issue=issue, words=_words(issue), when=_when(issue, viewer=viewer), url=page_of(issue))


def _words(issue: Issue) -> str:
    """What its heading does not say already."""
    if issue.is_draft:
        return ""
    moves = issue.state not in {State.SCHEDULED, State.HELD}
    return trouble_words(issue) or (f"{issue.get_state_display()}. {counts_words(issue)}" if moves else "")


def _when(issue: Issue, *, viewer: ZoneInfo) -> str:
    now = timezone.now()
    if issue.is_draft or issue.send_at is None:
        return f"Last written {distance(issue.updated_at, now=now)}"
    zone = ZoneInfo(issue.zone or issue.newsletter.zone)
    return f"{shown_twice(issue.send_at, zone=zone, viewer=viewer)} ({distance(issue.send_at, now=now)})"
