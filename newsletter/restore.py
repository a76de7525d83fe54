"""After an older backup was put back: nobody knows what has left since, so nothing leaves until a person has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from newsletter.conf import address_hmacs, suppression_keys
from newsletter.core.courses.moves import Move
from newsletter.core.delivery_state import OPEN, Cause, Event, Reason
from newsletter.core.departures import REFUSED, THERE, Departure, What, not_taken_back
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason, State
from newsletter.issues import stop_sending
from newsletter.models import ConsentEvent, Course, Delivery, Issue, Newsletter, Subscriber, Subscription, Suppression
from newsletter.rights import erase_reader
from newsletter.subscriptions import leave

OF_COURSE = "A backup was put back. Parts that have left since then are not known here, and would come again."
WHY = "A backup was put back. Look at what is uncertain first."


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was done: issues that wait for a person, deliveries in doubt, readers who had left, refused, been erased."""

    held: int
    doubted: int
    departed: int
    barred: int
    erased: int


def settle_backup(departures: Iterable[Departure]) -> Restored:
    """Stop everything, hold what was waiting, doubt what was open, and let go again who had left since."""
    stop_sending(why=WHY)
    known = not_taken_back(sorted(departures, key=_moment))
    return Restored(
        held=_hold_waiting(),
        doubted=_doubt_open(),
        departed=_replay(known),
        barred=_bar(known) + _bar_there(known),
        erased=_erase(known),
    )


def _hold_waiting() -> int:
    waiting = Issue.objects.filter(state__in=[State.SCHEDULED, State.PREPARING])
    hold = Hold(reason=HoldReason.RESTORED, detail=WHY)
    for pk in list(Course.objects.running().values_list("pk", flat=True)):
        Course.objects.all().move(pk, Move.HOLD, hold_detail=OF_COURSE)
    return sum(Issue.objects.hold(pk, hold) for pk in list(waiting.values_list("pk", flat=True)))


def _doubt_open() -> int:
    doubted = 0
    for state in sorted(OPEN):
        rows = Delivery.objects.all()
        while moved := rows.shift(Event.RESTORE, before=state, cause=Cause.RULE, reason=Reason.RESTORED):
            doubted += len(moved)
    return doubted


def _replay(departures: list[Departure]) -> int:
    """Whoever left and has not said yes again since, as far as this database knows."""
    # Journals of several machines may come in any order: the latest departure counts.
    gone_from = (each for each in departures if each.what is What.LEFT)
    left = {(each.address_hmac, each.newsletter_id, each.course_id): each.at for each in gone_from}
    yes = Max("consents__given_on", filter=Q(consents__action__in=ConsentEvent.YES))
    standing = Subscription.objects.exclude(state=Subscription.State.ENDED).annotate(last_yes=yes)
    gone = 0
    for row in standing.select_related("subscriber").iterator():
        hmacs = address_hmacs(row.subscriber.email_key)
        moments = [left.get((value, row.newsletter_id, row.course_id)) for value in hmacs]
        at = max(filter(None, moments), default=None)
        if at and not (row.last_yes and row.last_yes > at):
            gone += leave(row.pk, method=ConsentEvent.Method.STAFF, evidence="the journal of departures")
    return gone


def _bar(departures: list[Departure]) -> int:
    """Addresses that refused everything are suppressed again."""
    barred = 0
    for each in departures:
        if each.what in REFUSED and each.key_id in suppression_keys():
            facts = {"address_hmac": each.address_hmac, "reason": each.what.value, "newsletter": None}
            kept = {"key_id": each.key_id, "evidence": "the journal of departures"}
            barred += Suppression.objects.active().get_or_create(**facts, defaults=kept)[1]
    return barred


def _bar_there(departures: list[Departure]) -> int:
    """Who had left or refused elsewhere, as a file said, is suppressed again; unless they said yes here since."""
    reasons = {what: reason for reason, what in THERE.items()}
    known, newsletters = suppression_keys(), {None, *Newsletter.objects.values_list("pk", flat=True)}
    there = [each for each in departures if each.what in reasons and each.key_id in known]
    yes = _last_yes({(each.address_hmac, each.newsletter_id) for each in there})
    barred = 0
    for each in there:
        said = yes.get((each.address_hmac, each.newsletter_id))
        if each.newsletter_id not in newsletters or (said and said > each.at):
            continue  # a newsletter that this backup does not have mails nobody
        facts = {"address_hmac": each.address_hmac, "reason": reasons[each.what], "newsletter_id": each.newsletter_id}
        kept = {"key_id": each.key_id, "evidence": "the journal of departures"}
        # One that was lifted is a person's decision, and stays lifted.
        if not Suppression.objects.filter(**facts).exists():
            barred += bool(Suppression.objects.create(**facts, **kept))
    return barred


def _last_yes(asked: set[tuple[str, int | None]]) -> dict[tuple[str, int | None], datetime]:
    """When these readers last said yes to these newsletters, as far as this database knows."""
    if not asked:
        return {}
    yes = Max("consents__given_on", filter=Q(consents__action__in=ConsentEvent.YES))
    rows = Subscription.objects.annotate(last_yes=yes).filter(last_yes__isnull=False)
    found = rows.values_list("subscriber__email_key", "newsletter_id", "last_yes").iterator()
    return {
        (value, newsletter): last
        for key, newsletter, last in found
        for value in address_hmacs(key)
        if (value, newsletter) in asked
    }


def _erase(departures: list[Departure]) -> int:
    """Readers who were erased are erased again; one who came back afterwards is another row, and stays."""
    erased = {each.address_hmac: each.at for each in departures if each.what is What.ERASED}
    if not erased:
        return 0
    found = [
        reader
        for reader in Subscriber.objects.iterator()
        for value in address_hmacs(reader.email_key)
        if value in erased and reader.created_at < erased[value]
    ]
    for reader in found:
        erase_reader(reader)
    return len(found)


def _moment(departure: Departure) -> datetime:
    return departure.at
