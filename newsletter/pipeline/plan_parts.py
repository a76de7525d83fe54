"""At its moment the next part becomes a row of the ledger, and the reader's way waits for its end."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain, count

from django.db import IntegrityError, transaction

from newsletter.conf import address_hmacs
from newsletter.core.addresses import AddressRefused, normal_form
from newsletter.core.courses.facts import Held, Standing
from newsletter.core.courses.plan import Done, Due, Plan, Wait, Waiting, plan
from newsletter.core.purposes import Purpose
from newsletter.models import (
    Course,
    Delivery,
    Enrollment,
    PartHandOver,
    SendingSwitch,
    Subscription,
    Suppression,
)
from newsletter.models.course_parts import Known
from newsletter.models.day_caps import is_taken
from newsletter.models.plans import planned
from newsletter.models.reader_days import day_of

AT_ONCE = 200  # readers in one look, so that nothing else waits long
SOON = timedelta(seconds=20)
AN_HOUR = timedelta(hours=1)
TOMORROW = timedelta(days=1)
MOST_SLIDES = 3  # days on which a part makes room for another letter; then it leaves beside one
EVERYWHERE = 0  # no newsletter: only what bars an address from everything bars it from a course
NOWHERE_TO_GO = frozenset({Waiting.PART, Waiting.MORE})

State = Subscription.State
log = logging.getLogger(__name__)


class TooLate(Exception):  # noqa: N818 - the house names exceptions by what happened
    """A part is overdue through our fault, so that a person decides first; the message says by how much."""

    def __init__(self, course_id: int, words: str) -> None:
        super().__init__(words)
        self.course_id = course_id


def due_ways(*, now: datetime, among: Sequence[int] | None = None) -> list[int]:
    """The enrollments to look at now, or those `among` some that are still to be; none while nothing may leave."""
    if SendingSwitch.objects.off().exists():
        return []
    due = Enrollment.objects.due(now) if among is None else Enrollment.objects.due(now).filter(pk__in=among)
    return list(due.values_list("pk", flat=True)[:AT_ONCE])


def plan_part(enrollment_id: int, *, now: datetime, known: Known | None = None) -> None:
    """Plan the part that is due, or write down when to look again. Raises TooLate.

    `known` is what was read of courses for others a moment ago; the gate asks once more.
    """
    try:
        with transaction.atomic():
            _plan(enrollment_id, now, known or Known())
    except IntegrityError:
        # The part is on its way to this reader by another road since we looked; what comes back here is a fault.
        log.warning("a part collided", extra={"enrollment": enrollment_id})
        Enrollment.objects.filter(pk=enrollment_id).update(next_due=now + SOON)


def _plan(enrollment_id: int, now: datetime, known: Known) -> None:
    due = Enrollment.objects.due(now).filter(pk=enrollment_id)
    row = due.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return
    of = Subscription.objects.with_target().told_consent().select_related("subscriber").get(pk=row.subscription_id)
    row.subscription = of
    if of.state not in {State.ACTIVE, State.PAUSED} or not of.has_consent:
        _keep(row, next_due=None)
    elif _is_barred(of):
        _keep(row, state=Standing.HELD, hold_reason=Held.SUPPRESSED, next_due=now + TOMORROW)
    elif row.hold_reason == Held.UNDELIVERABLE:
        _keep(row, next_due=None)  # until a person lets it try again
    else:
        _act(_release(row, now), of, now, known)


def _release(row: Enrollment, now: datetime) -> Enrollment:
    """Whoever may be mailed again, or whose turn has come, goes on from now: what they missed is nobody's lateness."""
    if row.hold_reason == Held.SUPPRESSED or (
        row.hold_reason == Held.QUEUE and not Enrollment.objects.first_in_line(row)
    ):
        row.hold_reason, row.state, row.not_before = "", Standing.ACTIVE, now
        _keep(row, state=Standing.ACTIVE, hold_reason="", not_before=now)
    return row


def _act(row: Enrollment, of: Subscription, now: datetime, known: Known) -> None:
    found = _found(row, of, now, known)
    if isinstance(found, Wait) and found.reason is Waiting.QUEUE:
        held = {"state": Standing.HELD, "hold_reason": Held.QUEUE}
        _keep(row, next_part=found.part, next_due=now + AN_HOUR, **held)
    elif not isinstance(found, Due):
        _keep(row, next_due=None, next_part=getattr(found, "part", None) or None, **_standing(found))
        Enrollment.objects.call_next(of.subscriber_id, now)
    elif found.at > now:
        _keep(row, state=Standing.ACTIVE, next_part=found.part, next_due=found.at)
    else:
        _refuse_late(found, of.course, now)
        _leave_or_slide(row, of, found.part, now, known)


def _found(row: Enrollment, of: Subscription, now: datetime, known: Known) -> Plan:
    is_queued = Enrollment.objects.first_in_line(row) is not None
    way = row.way(zone=of.subscriber.zone, is_paused=of.state == State.PAUSED, is_queued=is_queued)
    return plan(of.course.rule, known.parts(of.course), way, PartHandOver.objects.had_in(row), now=now)


def _standing(found: Plan) -> dict[str, str]:
    if isinstance(found, Done):
        return {"state": Standing.COMPLETED, "hold_reason": ""}
    waits = isinstance(found, Wait) and found.reason in NOWHERE_TO_GO
    return {"state": Standing.CAUGHT_UP, "hold_reason": ""} if waits else {}


def _leave_or_slide(row: Enrollment, of: Subscription, part: str, now: datetime, known: Known) -> None:
    """One letter a day where the reader lives: a part makes room for an issue, or for a part of another series.

    Who has just confirmed was promised their first part, and gets it.
    """
    is_promised = row.last_handed_at is None and now - row.started_at < AN_HOUR
    if is_promised or row.slides >= MOST_SLIDES or not is_taken(of.subscriber, now=now):
        _put_in_flight(row, of, part, now, known)
        return
    _, tomorrow = day_of(now, of.subscriber.zone)
    row.not_before = tomorrow
    found = _found(row, of, now, known)
    at = found.at if isinstance(found, Due) else tomorrow
    _keep(row, state=Standing.ACTIVE, next_part=part, next_due=at, not_before=tomorrow, slides=row.slides + 1)


def _refuse_late(due: Due, course: Course, now: datetime) -> None:
    late = now - due.was_due
    if late > timedelta(days=course.stale_after_days):
        raise TooLate(course.pk, f"A part was due on {due.was_due:%-d %B %Y}, {late.days} days ago.")


def _put_in_flight(row: Enrollment, of: Subscription, part: str, now: datetime, known: Known) -> None:
    letter = known.letter(of.course, part)
    if letter is None:
        _keep(row, next_part=part, next_due=now + SOON)  # its letter is being made
        return
    try:
        mailbox = normal_form(of.subscriber.email).mailbox
    except AddressRefused:
        _keep(row, state=Standing.HELD, hold_reason=Held.UNDELIVERABLE, next_due=None)
        return
    delivery = planned(
        dedupe_key=_fresh_key(f"c:{row.pk}:{part}"),
        purpose=Purpose.PART,
        mailbox=mailbox,
        at=now,
        subscription_id=of.pk,
        enrollment=row,
        compiled_id=letter,
    )
    delivery.save(force_insert=True)
    PartHandOver.objects.create(
        subscriber=of.subscriber, part=part, run=row.run, delivery=delivery, via=PartHandOver.Via.COURSE
    )
    _keep(row, state=Standing.ACTIVE, next_part=part, next_due=None, in_flight=delivery)


def _fresh_key(key: str) -> str:
    """The first one that no delivery has: retention takes the reader from old ones, and leaves them their keys."""
    keys = chain([key], (f"{key}:again:{number}" for number in count(1)))
    return next(fresh for fresh in keys if not Delivery.objects.filter(dedupe_key=fresh).exists())


def _is_barred(of: Subscription) -> bool:
    return Suppression.objects.against(address_hmacs(of.subscriber.email_key), newsletter_id=EVERYWHERE).exists()


def _keep(row: Enrollment, **fields) -> None:
    Enrollment.objects.filter(pk=row.pk).update(**fields)
