"""What became of a part's letter moves its reader on: to the next one, to another try, or to a stop."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from newsletter.core.courses.facts import Held, Standing
from newsletter.core.delivery_state import OPEN, Resolution, State
from newsletter.models import Enrollment, PartHandOver
from series.models import SeriesPart

AGAIN_AFTER = timedelta(days=3)
MOST_TRIES = 3
AT_ONCE = 500
SOON = timedelta(minutes=1)


def answered_ways(*, now: datetime) -> list[int]:
    """The enrollments whose letter has an answer, or fell into doubt or out of it since we looked."""
    waiting = Enrollment.objects.answered(now)
    ended = waiting.exclude(in_flight__state__in=sorted(OPEN))
    known = Q(hold_reason=Held.UNCERTAIN) | Q(state=Standing.EXITED)
    news = ended.exclude(known, in_flight__state=State.UNCERTAIN, in_flight__resolution=Resolution.NONE)
    back = waiting.filter(hold_reason=Held.UNCERTAIN, in_flight__state__in=sorted(OPEN))
    return list((news | back).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def settle_part(enrollment_id: int, *, now: datetime) -> None:
    """Write down what the ledger says of the letter that this way waits for."""
    with transaction.atomic():
        waiting = Enrollment.objects.answered(now).filter(pk=enrollment_id)
        row = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("in_flight__compiled").first()
        if row is None:
            return
        state = State(row.in_flight.state)
        if state in OPEN:
            _keep(row, hold_reason="", **_standing(row, Standing.ACTIVE))
        elif state is State.HANDED_OVER or (state is State.UNCERTAIN and row.in_flight.resolution != Resolution.NONE):
            _had(row, now)
        elif state is State.UNCERTAIN:
            _keep(row, **_held(row, Held.UNCERTAIN))
        else:
            _had_not(row, is_no=state is not State.CANCELLED, now=now)
        _begin_again(row, now)


def _begin_again(row: Enrollment, now: datetime) -> None:
    """A reader wished for it while the letter was on its way."""
    wishes = Enrollment.objects.open().filter(pk=row.pk, begins_again=True, in_flight=None).first()
    if row.begins_again and wishes:
        Enrollment.objects.begin_again(wishes, now=now)


def _had(row: Enrollment, now: datetime) -> None:
    """It left, or most likely did: the delays count from the moment at which it was given away."""
    facts = {"last_part": _furthest(row), "last_handed_at": row.in_flight.marked_at or now}
    # A doubt of days is nobody's lateness.
    facts |= {"not_before": now if row.hold_reason == Held.UNCERTAIN else None, "hold_reason": "", "next_part": None}
    facts |= {"in_flight": None, "tries": 0, "slides": 0}
    _keep(row, **facts, **_onward(row, Standing.ACTIVE, now))


def _furthest(row: Enrollment) -> UUID | None:
    """The place only moves on: an issue may bring a part that was put before it, and what lies between stays there."""
    part = row.in_flight.compiled.part_uuid or row.next_part  # an issue may show several
    parts = SeriesPart.objects.filter(series__course__subscriptions=row.subscription_id).order_by("sort_order", "pk")
    order = list(parts.values_list("uuid", flat=True))
    is_behind = {part, row.last_part} <= set(order) and order.index(part) < order.index(row.last_part)
    return row.last_part if is_behind else part


def _had_not(row: Enrollment, *, is_no: bool, now: datetime) -> None:
    """The part stays the next one: after a no in three days, three times; after a change of mind as the plan says."""
    PartHandOver.objects.standing().filter(delivery=row.in_flight_id).update(released_at=now)
    tries = row.tries + is_no
    if tries >= MOST_TRIES:
        facts = {"hold_reason": "", "next_due": None, **_held(row, Held.UNDELIVERABLE)}
        Enrollment.objects.call_next(row.subscription.subscriber_id, now)
    else:
        later = now + AGAIN_AFTER if is_no else now
        facts = {"hold_reason": "", "not_before": later, **_onward(row, Standing.ACTIVE, now if is_no else now + SOON)}
    _keep(row, in_flight=None, tries=tries, **facts)


def _onward(row: Enrollment, state: Standing, at: datetime) -> dict:
    """Look again; a reader who left meanwhile stays where they are."""
    standing = _standing(row, state)
    return {**standing, "next_due": at} if standing else {}


def _held(row: Enrollment, why: Held) -> dict:
    standing = _standing(row, Standing.HELD)
    return {**standing, "hold_reason": why} if standing else {}


def _standing(row: Enrollment, state: Standing) -> dict:
    return {} if row.state == Standing.EXITED else {"state": state}


def _keep(row: Enrollment, **fields) -> None:
    Enrollment.objects.filter(pk=row.pk).update(**fields)
