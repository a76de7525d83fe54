"""How readers come, rest and leave. Every change of consent is a line that stays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from cms.clock import Now, database_now
from newsletter.core.addresses import normal_form
from newsletter.models import ConsentEvent, Course, Newsletter, Subscriber, Subscription
from newsletter.pipeline.journal import note_departure
from newsletter.pipeline.ways import begin, come_back, end, go_on, rest
from newsletter.pipeline.withdraw import withdraw_reader

UNDO_FOR = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=90)
EAST = timedelta(days=1)  # so much further may the day be somewhere
AT_ONCE = 500  # readers of courses whose rest ends in one look

COMPLAINED = "complained"  # nobody is brought back from it by a button

State = Subscription.State
Action, Method = ConsentEvent.Action, ConsentEvent.Method


class ReaderRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Not possible for this reader; the message is meant for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Who agreed to what words, when and how. `given_on` is the reader's moment, not that of the record."""

    action: str
    method: str
    wording: str
    given_on: datetime
    evidence: str = ""
    actor: object = None


def enroll(target: Newsletter | Course, *, email: str, consent: Consent, **facts) -> Subscription:
    """The reader's active subscription, with the consent on record; a course begins now, or goes on with what is new.

    `facts`: first_name, language, zone, source. Raises AddressRefused, and ReaderRefused for somebody who left after
    that consent.
    """
    with transaction.atomic():
        key = normal_form(email).key
        reader, _ = Subscriber.objects.get_or_create(email_key=key, defaults={"email": email, **facts})
        Subscription.objects.get_or_create(subscriber=reader, **target.target)
        row = Subscription.objects.select_for_update(no_key=True).get(subscriber=reader, **target.target)
        if row.state == State.ENDED and consent.given_on <= row.ended_at:
            raise ReaderRefused("This reader has left since. Only a new consent of theirs can bring them back.")
        if not _is_on_record(row, consent):
            _record(row, consent)
        if row.state in {State.PENDING, State.ENDED}:
            _set(row, state=State.ACTIVE, confirmed_at=Now(), ended_at=None, ended_reason="", paused_until=None)
        begin(row)
    return Subscription.objects.get(pk=row.pk)


def leave(subscription_id: int, *, method: str, evidence: str = "", actor=None) -> bool:
    """The subscription ends at once and the consent is withdrawn; False when the reader had left before."""
    with transaction.atomic():
        row = _locked(subscription_id)
        if row is None or row.state == State.ENDED:
            return False
        note_departure(row.subscriber.email_key, newsletter_id=row.newsletter_id, course_id=row.course_id)
        why = COMPLAINED if method == Method.COMPLAINT else "left"
        _set(row, state=State.ENDED, ended_at=Now(), ended_reason=why)
        _record(row, _now_said(Action.WITHDRAWN, method=method, evidence=evidence, actor=actor))
        end(row)
        withdraw_reader(row.pk, actor=actor)
    return True


def today_of(reader: Subscriber) -> date:
    """The day that it is where the reader lives, by the database's clock."""
    return database_now().astimezone(ZoneInfo(reader.zone)).date()


def pause(subscription_id: int, *, until: date) -> None:
    """Consent and place stay; letters begin again when `until` begins where the reader lives. Raises ReaderRefused."""
    with transaction.atomic():
        row = _locked(subscription_id)
        if row is None or row.state not in {State.ACTIVE, State.PAUSED}:
            raise ReaderRefused(gettext_noop("There is nothing to pause: this subscription has ended."))
        today = today_of(row.subscriber)
        if until <= today:
            raise ReaderRefused(gettext_noop("That day has passed. Please choose a later one."))
        if until > today + LONGEST_PAUSE:
            raise ReaderRefused(gettext_noop("A pause ends within 90 days. Please choose an earlier day."))
        rest(row)
        _set(row, state=State.PAUSED, paused_until=until)


def resume(subscription_id: int) -> None:
    """Letters begin again now; for one who is not paused nothing changes."""
    with transaction.atomic():
        row = _locked(subscription_id)
        if row and row.state == State.PAUSED:
            _begin_again(row)


def lift_pauses() -> int:
    """Every pause whose day has begun where its reader lives ends, by the database's clock. Says how many."""
    lifted, now = 0, database_now()
    rests = Subscription.objects.filter(state=State.PAUSED, paused_until__lte=now.date() + EAST)
    for zone in set(rests.order_by().values_list("subscriber__zone", flat=True)):
        today = now.astimezone(ZoneInfo(zone)).date()
        over = rests.filter(paused_until__lte=today, subscriber__in=Subscriber.objects.filter(zone=zone))
        for pk in over.exclude(course=None).values_list("pk", flat=True)[:AT_ONCE]:
            lifted += _lift(pk, today=today)
        lifted += over.filter(course=None).update(state=State.ACTIVE, paused_until=None)
    return lifted


def _lift(subscription_id: int, *, today: date) -> bool:
    """False for one whose pause was made longer, or ended, since it was found."""
    with transaction.atomic():
        row = _locked(subscription_id)
        is_over = bool(row and row.rests_until and row.rests_until <= today)
        if is_over:
            _begin_again(row)
    return is_over


def _begin_again(row: Subscription) -> None:
    _set(row, state=State.ACTIVE, paused_until=None)
    go_on(row)


def restore(subscription_id: int, *, method: str) -> bool:
    """Undo a leaving of the last hour, and whoever rested rests on; False when it is too late, or nothing to undo."""
    with transaction.atomic():
        row = _locked(subscription_id)
        if row is None or row.state != State.ENDED or row.ended_reason != "left" or not _is_fresh(row):
            return False
        withdrawn = ConsentEvent.objects.filter(subscription=row, action=Action.WITHDRAWN).order_by("seq").last()
        rested = row.paused_until is not None and row.paused_until > today_of(row.subscriber)
        standing = {"state": State.PAUSED} if rested else {"state": State.ACTIVE, "paused_until": None}
        _set(row, **standing, confirmed_at=Now(), ended_at=None, ended_reason="")
        come_back(row, rests=rested)
        undone = f"undoes line {withdrawn.seq}" if withdrawn else ""
        _record(row, _now_said(Action.RESTORED, method=method, evidence=undone))
    return True


def note_question(row: Subscription, *, actor, why: str, at: datetime) -> None:
    """On record that this reader was asked whether they want the letters, by whom and why. It is no consent."""
    asked = Consent(action=Action.ASKED_ONCE, method=Method.STAFF, wording="", given_on=at, evidence=why, actor=actor)
    _record(row, asked)


def can_be_restored(row: Subscription) -> bool:
    """Whether Undo is still offered."""
    return row.state == State.ENDED and row.ended_reason == "left" and _is_fresh(row)


def _is_fresh(row: Subscription) -> bool:
    return bool(row.ended_at and row.ended_at > database_now() - UNDO_FOR)


def _locked(subscription_id: int) -> Subscription | None:
    # NO KEY: a part that is planned meanwhile names this row, and must not wait for it and be waited for.
    return Subscription.objects.select_for_update(no_key=True).filter(pk=subscription_id).first()


def _set(row: Subscription, **fields) -> None:
    Subscription.objects.filter(pk=row.pk).update(**fields)


def _now_said(action: str, *, method: str, evidence: str = "", actor=None) -> Consent:
    return Consent(action=action, method=method, wording="", evidence=evidence, actor=actor, given_on=database_now())


def _is_on_record(row: Subscription, consent: Consent) -> bool:
    """Whether the last word of this subscription is this very one: a form that was sent twice."""
    said = (consent.action, consent.method, consent.wording, consent.evidence[:400], consent.given_on)
    lines = ConsentEvent.objects.filter(subscription=row).order_by("-seq")
    return lines.values_list("action", "method", "wording", "evidence", "given_on").first() == said


def _record(row: Subscription, consent: Consent) -> None:
    last = ConsentEvent.objects.filter(subscription=row).aggregate(last=Max("seq"))["last"] or 0
    ConsentEvent.objects.create(
        subscription=row,
        seq=last + 1,
        action=consent.action,
        method=consent.method,
        wording=consent.wording,
        evidence=consent.evidence[:400],
        given_on=consent.given_on,
        actor=consent.actor,
    )
