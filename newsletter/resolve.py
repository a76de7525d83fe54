"""How a person, or evidence, settles deliveries that did not end well. Nobody ever needs SQL for it.

`issue_id` names the issue that answers for the deliveries; None means those to single readers, which no issue does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from cms.clock import Now
from newsletter.core.delivery_state import Cause, Event, Reason, Resolution, State
from newsletter.core.issue_state import Event as IssueMove, HoldReason, State as IssueState
from newsletter.core.purposes import Purpose, tried_for
from newsletter.core.relay_log import accepted_message_ids
from newsletter.models import Delivery, Issue

AT_ONCE = 500  # Message-IDs in one query


class NotResolved(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Nothing was moved; the message is meant for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a relay's log said: how many messages it accepted, and how many doubts that settled."""

    accepted: int
    settled: int


def leave_it(issue_id: int | None, rows: QuerySet[Delivery], *, by, why: str = "") -> int:
    """The uncertain ones among `rows` stay as they are: they probably arrived. Says how many were open until now."""
    facts = {"resolution": Resolution.BY_HAND, "resolved_by": by, "resolved_at": Now()}
    settled = 0
    for reason in (Reason.NO_ANSWER, Reason.SENDER_GONE, Reason.RESTORED):
        still_open = rows.answered_for_by(issue_id).filter(resolution=Resolution.NONE, reason=reason)
        while moved := _shift(still_open, Event.SETTLE, State.UNCERTAIN, by=by, why=why, reason=reason, **facts):
            settled += len(moved)
    return settled


def send_again(issue_id: int | None, rows: QuerySet[Delivery], *, by, why: str) -> int:
    """The uncertain ones among `rows` are offered once more, with the same Message-ID and Date. Says how many.

    Raises NotResolved without a reason, for a cancelled issue, and when somebody else was faster.
    """
    return _queue_again(issue_id, rows, {State.UNCERTAIN: Event.SEND_AGAIN}, by=by, why=why)


def try_again(issue_id: int | None, rows: QuerySet[Delivery], *, by, why: str) -> int:
    """The refused and failed ones among `rows` are offered again: their answer was a definite no. Says how many.

    Raises NotResolved as `send_again` does. An address that does not exist stays suppressed, and stops it again.
    """
    ways = {State.REFUSED: Event.TRY_AGAIN, State.FAILED: Event.TRY_AGAIN}
    return _queue_again(issue_id, rows, ways, by=by, why=why)


def offer_at_last(issue_id: int | None, rows: QuerySet[Delivery], *, by, why: str) -> int:
    """Those among `rows` that were set aside are offered, and an issue that waited for it goes on. Says how many.

    Raises NotResolved as `send_again` does.
    """
    return _queue_again(issue_id, rows.set_aside(), {State.PENDING: Event.TRY_AGAIN}, by=by, why=why)


def give_up(issue_id: int | None, rows: QuerySet[Delivery], *, by, why: str) -> int:
    """Those among `rows` that were set aside end as failed, by a person's word. Says how many. Raises NotResolved."""
    facts = {"reason": Reason.UNCLAIMABLE, "resolved_by": by, "resolved_at": Now()}
    return _moved(issue_id, rows.set_aside(), {State.PENDING: Event.GIVE_UP}, by=by, why=why, **facts)


def hear_token(first_bytes: bytes) -> bool:
    """Somebody holds the letter whose token begins so: the doubt about it ends. False when there was none."""
    named = Delivery.objects.named(first_bytes)
    return bool(_proved(named, by="a link of the letter"))


def hear_of(ids: Sequence[int]) -> None:
    """Something was heard of these letters: the doubts about them end."""
    _proved(Delivery.objects.filter(pk__in=ids), by="what was heard of the letter")


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


def _queue_again(issue_id: int | None, rows: QuerySet[Delivery], ways: dict[State, Event], *, by, why: str) -> int:
    fresh = {
        "resolution": Resolution.NONE,
        "resolved_by": by,
        "resolved_at": Now(),
        "not_before": Now(),
        "give_up_at": Now() + tried_for(Purpose.CONFIRMATION if issue_id is None else Purpose.ISSUE),
        "attempts": 0,
        "lost_claims": 0,
    }
    return _moved(issue_id, rows, ways, by=by, why=why, **fresh)


def _moved(issue_id: int | None, rows: QuerySet[Delivery], ways: dict[State, Event], *, by, why: str, **facts) -> int:
    if not why.strip():
        raise NotResolved("Say in a few words why. The reason stays with these deliveries.")
    moved = sum(_moved_one_way(issue_id, rows, way, by=by, why=why, **facts) for way in ways.items())
    if not moved:
        raise NotResolved("Nothing was left to do: somebody may have settled these a moment ago.")
    return moved


def _moved_one_way(
    issue_id: int | None, rows: QuerySet[Delivery], way: tuple[State, Event], *, by, why: str, **facts
) -> int:
    count, (before, event) = 0, way
    while True:
        with transaction.atomic():
            if issue_id is not None:
                _open(issue_id, by=by, why=why)
            moved = _shift(rows.answered_for_by(issue_id), event, before, by=by, why=why, **facts)
            if not moved:
                transaction.set_rollback(True)  # an issue is not reopened for nothing
                return count
        count += len(moved)


def _open(issue_id: int | None, *, by, why: str) -> None:
    """The issue is leaving again, in the transaction of its deliveries. Raises NotResolved."""
    issue = Issue.objects.select_for_update().get(pk=issue_id)
    if issue.state == IssueState.CANCELLED:
        raise NotResolved("This issue was cancelled, so nothing of it is offered again.")
    Issue.objects.move(issue_id, IssueMove.REOPEN, by=by, why=why, finished_at=None)
    if issue.hold_reason == HoldReason.SENDERS_LOST:
        Issue.objects.go_on(issue_id, by=by, why=why)


def _shift(rows: QuerySet[Delivery], event: Event, before: State, *, by, why: str, **facts) -> list[int]:
    return rows.shift(event, before=before, cause=Cause.PERSON, actor=by, evidence={"why": why[:400]}, **facts)
