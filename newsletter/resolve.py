"""How a person, or evidence, settles deliveries that did not end well. Nobody ever needs SQL for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce, Now

from newsletter.core.delivery_state import Cause, Event, Reason, Resolution, State
from newsletter.core.issue_state import Event as IssueMove, State as IssueState
from newsletter.core.purposes import Purpose, tried_for
from newsletter.core.relay_log import accepted_message_ids
from newsletter.models import Delivery, Issue

AT_ONCE = 500  # Message-IDs in one query
LOOKED_BACK = timedelta(days=30)


class NotResolved(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Nothing was moved; the message is meant for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a relay's log said: how many messages it accepted, and how many doubts that settled."""

    accepted: int
    settled: int


@dataclass(frozen=True, kw_only=True)
class Open:
    """An issue with deliveries that nobody has settled yet, and how many there are of each kind."""

    issue: Issue
    uncertain: int
    turned_away: int


def open_issues() -> list[Open]:
    """Of the issues that began to leave in the last 30 days those that want a person's look, newest first."""
    lately = Issue.objects.filter(started_at__gt=Now() - LOOKED_BACK)
    left = lately.select_related("newsletter").order_by("-started_at")
    issues = {issue.pk: issue for issue in left}
    rows = Delivery.objects.filter(issue__in=list(issues)).exclude(purpose=Purpose.TEST).order_by()
    doubts = _by_issue(rows.uncertain().filter(resolution=Resolution.NONE))
    nos = _by_issue(rows.worth_another_try())
    found = (Open(issue=row, uncertain=doubts.get(pk, 0), turned_away=nos.get(pk, 0)) for pk, row in issues.items())
    return [each for each in found if each.uncertain or each.turned_away]


def leave_it(issue_id: int, rows: QuerySet[Delivery], *, by, why: str = "") -> int:
    """The uncertain ones among `rows` stay as they are: they probably arrived. Says how many were open until now."""
    facts = {"resolution": Resolution.BY_HAND, "resolved_by": by, "resolved_at": Now()}
    settled = 0
    for reason in (Reason.NO_ANSWER, Reason.SENDER_GONE, Reason.RESTORED):
        still_open = rows.of_issue(issue_id).filter(resolution=Resolution.NONE, reason=reason)
        while moved := _shift(still_open, Event.SETTLE, State.UNCERTAIN, by=by, why=why, reason=reason, **facts):
            settled += len(moved)
    return settled


def send_again(issue_id: int, rows: QuerySet[Delivery], *, by, why: str) -> int:
    """The uncertain ones among `rows` are offered once more, with the same Message-ID and Date. Says how many.

    Raises NotResolved without a reason, for a cancelled issue, and when somebody else was faster.
    """
    return _queue_again(issue_id, rows, {State.UNCERTAIN: Event.SEND_AGAIN}, by=by, why=why)


def try_again(issue_id: int, rows: QuerySet[Delivery], *, by, why: str) -> int:
    """The refused and failed ones among `rows` are offered again: their answer was a definite no. Says how many.

    Raises NotResolved as `send_again` does. An address that does not exist stays suppressed, and stops it again.
    """
    ways = {State.REFUSED: Event.TRY_AGAIN, State.FAILED: Event.TRY_AGAIN}
    return _queue_again(issue_id, rows, ways, by=by, why=why)


def hear_token(first_bytes: bytes) -> bool:
    """Somebody holds the letter whose token begins so: the doubt about it ends. False when there was none."""
    named = Delivery.objects.named(first_bytes)
    return bool(_proved(named, by="a link of the letter"))


def hear_relay_log(lines: Iterable[str]) -> Heard:
    """What the relay accepted has left: the doubts about these messages end. Lines as Postfix writes them."""
    found = accepted_message_ids(lines)
    accepted = settled = 0
    while some := list(islice(found, AT_ONCE)):
        accepted += len(some)
        named = Delivery.objects.filter(message_id__in=some)
        settled += len(_proved(named, by="relay log"))
    return Heard(accepted=accepted, settled=settled)


def _proved(rows: QuerySet[Delivery], *, by: str) -> list[int]:
    return rows.shift(
        Event.PROVE,
        before=State.UNCERTAIN,
        cause=Cause.EVIDENCE,
        evidence={"by": by},
        marked_at=Coalesce(F("marked_at"), F("ended_at")),  # one that a backup made uncertain has no mark
    )


def _by_issue(rows: QuerySet[Delivery]) -> dict[int, int]:
    return dict(rows.values_list("issue").annotate(Count("pk")))


def _queue_again(issue_id: int, rows: QuerySet[Delivery], ways: dict[State, Event], *, by, why: str) -> int:
    if not why.strip():
        raise NotResolved("Say in a few words why. The reason stays with these deliveries.")
    queued = sum(_queued(issue_id, rows, way, by=by, why=why) for way in ways.items())
    if not queued:
        raise NotResolved("Nothing was left to do: somebody may have settled these a moment ago.")
    return queued


def _queued(issue_id: int, rows: QuerySet[Delivery], way: tuple[State, Event], *, by, why: str) -> int:
    queued, (before, event) = 0, way
    fresh = {
        "resolution": Resolution.NONE,
        "resolved_by": by,
        "resolved_at": Now(),
        "not_before": Now(),
        "give_up_at": Now() + tried_for(Purpose.ISSUE),
        "attempts": 0,
    }
    while True:
        with transaction.atomic():
            _open(issue_id, by=by, why=why)
            moved = _shift(rows.of_issue(issue_id), event, before, by=by, why=why, **fresh)
            if not moved:
                transaction.set_rollback(True)  # an issue is not reopened for nothing
                return queued
        queued += len(moved)


def _open(issue_id: int, *, by, why: str) -> None:
    """The issue is leaving again, in the transaction of its deliveries. Raises NotResolved."""
    issue = Issue.objects.select_for_update().get(pk=issue_id)
    if issue.state == IssueState.CANCELLED:
        raise NotResolved("This issue was cancelled, so nothing of it is offered again.")
    Issue.objects.move(issue_id, IssueMove.REOPEN, by=by, why=why, finished_at=None)


def _shift(rows: QuerySet[Delivery], event: Event, before: State, *, by, why: str, **facts) -> list[int]:
    return rows.shift(event, before=before, cause=Cause.PERSON, actor=by, evidence={"why": why[:400]}, **facts)
