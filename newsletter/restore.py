"""After an older backup was put back: nobody knows what has left since, so nothing leaves until a person has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from newsletter.conf import address_hmacs
from newsletter.core.delivery_state import OPEN, Cause, Event, Reason
from newsletter.core.departures import Departure
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason, State
from newsletter.issues import stop_sending
from newsletter.models import ConsentEvent, Delivery, Issue, Subscription
from newsletter.subscriptions import leave

WHY = "A backup was put back. Look at what is uncertain first."


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was done: issues that wait for a person, deliveries in doubt, readers who had left."""

    held: int
    doubted: int
    departed: int


def settle_backup(departures: Iterable[Departure]) -> Restored:
    """Stop everything, hold what was waiting, doubt what was open, and let go again who had left since."""
    stop_sending(why=WHY)
    return Restored(held=_hold_waiting(), doubted=_doubt_open(), departed=_replay(departures))


def _hold_waiting() -> int:
    waiting = Issue.objects.filter(state__in=[State.SCHEDULED, State.PREPARING])
    hold = Hold(reason=HoldReason.RESTORED, detail=WHY)
    return sum(Issue.objects.hold(pk, hold) for pk in list(waiting.values_list("pk", flat=True)))


def _doubt_open() -> int:
    doubted = 0
    for state in sorted(OPEN):
        rows = Delivery.objects.all()
        while moved := rows.shift(Event.RESTORE, before=state, cause=Cause.RULE, reason=Reason.RESTORED):
            doubted += len(moved)
    return doubted


def _replay(departures: Iterable[Departure]) -> int:
    """Whoever left and has not said yes again since, as far as this database knows."""
    # Journals of several machines may come in any order: the latest departure counts.
    left = {(each.address_hmac, each.newsletter_id): each.at for each in sorted(departures, key=_moment)}
    yes = Max("consents__given_on", filter=Q(consents__action__in=ConsentEvent.YES))
    standing = Subscription.objects.exclude(state=Subscription.State.ENDED).annotate(last_yes=yes)
    gone = 0
    for row in standing.select_related("subscriber").iterator():
        moments = [left.get((value, row.newsletter_id)) for value in address_hmacs(row.subscriber.email_key)]
        at = max(filter(None, moments), default=None)
        if at and not (row.last_yes and row.last_yes > at):
            gone += leave(row.pk, method=ConsentEvent.Method.STAFF, evidence="the journal of departures")
    return gone


def _moment(departure: Departure) -> datetime:
    return departure.at
