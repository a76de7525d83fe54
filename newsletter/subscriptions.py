"""How readers come, rest and leave. Every change of consent is a line that stays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from cms.clock import database_now
from newsletter.core.addresses import normal_form
from newsletter.models import ConsentEvent, Newsletter, Subscriber, Subscription
from newsletter.pipeline.journal import note_departure
from newsletter.pipeline.withdraw import withdraw_reader

UNDO_FOR = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=90)

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


def enroll(newsletter: Newsletter, *, email: str, consent: Consent, **facts) -> Subscription:
    """The reader's active subscription, with the consent on record. `facts`: first_name, language, zone, source.

    Raises AddressRefused, and ReaderRefused for somebody who left after that consent.
    """
    with transaction.atomic():
        key = normal_form(email).key
        reader, _ = Subscriber.objects.get_or_create(email_key=key, defaults={"email": email, **facts})
        Subscription.objects.get_or_create(subscriber=reader, newsletter=newsletter)
        row = Subscription.objects.select_for_update().get(subscriber=reader, newsletter=newsletter)
        if row.state == State.ENDED and consent.given_on <= row.ended_at:
            raise ReaderRefused("This reader has left since. Only a new consent of theirs can bring them back.")
        _record(row, consent)
        if row.state in {State.PENDING, State.ENDED}:
            _set(row, state=State.ACTIVE, confirmed_at=Now(), ended_at=None, ended_reason="")
    return Subscription.objects.get(pk=row.pk)


def leave(subscription_id: int, *, method: str, evidence: str = "", actor=None) -> bool:
    """The subscription ends at once and the consent is withdrawn; False when the reader had left before."""
    with transaction.atomic():
        row = _locked(subscription_id)
        if row is None or row.state == State.ENDED:
            return False
        note_departure(row)
        _set(row, state=State.ENDED, ended_at=Now(), ended_reason="left", paused_until=None)
        _record(row, _now_said(Action.WITHDRAWN, method=method, evidence=evidence, actor=actor))
        withdraw_reader(row.pk, actor=actor)
    return True


def pause(subscription_id: int, *, until: date) -> None:
    """Consent and place stay; letters begin again on `until`. Raises ReaderRefused."""
    today = database_now().date()
    if not today < until <= today + LONGEST_PAUSE:
        raise ReaderRefused("A pause ends within 90 days. Choose another date.")
    with transaction.atomic():
        row = _locked(subscription_id)
        if row is None or row.state not in {State.ACTIVE, State.PAUSED}:
            raise ReaderRefused("There is nothing to pause: this subscription has ended.")
        _set(row, state=State.PAUSED, paused_until=until)


def resume(subscription_id: int) -> None:
    """Letters begin again now; for one who is not paused nothing changes."""
    Subscription.objects.filter(pk=subscription_id, state=State.PAUSED).update(state=State.ACTIVE, paused_until=None)


def lift_pauses() -> int:
    """Every pause whose day has come ends, by the database's clock. Says how many."""
    over = Subscription.objects.filter(state=State.PAUSED, paused_until__lte=database_now().date())
    return over.update(state=State.ACTIVE, paused_until=None)


def restore(subscription_id: int, *, method: str) -> bool:
    """Undo a leaving of the last hour; False when it is too late, or when there is nothing to undo."""
    with transaction.atomic():
        row = _locked(subscription_id)
        if row is None or row.state != State.ENDED or row.ended_reason != "left" or not _is_fresh(row):
            return False
        withdrawn = ConsentEvent.objects.filter(subscription=row, action=Action.WITHDRAWN).order_by("seq").last()
        _set(row, state=State.ACTIVE, confirmed_at=Now(), ended_at=None, ended_reason="")
        undone = f"undoes line {withdrawn.seq}" if withdrawn else ""
        _record(row, _now_said(Action.RESTORED, method=method, evidence=undone))
    return True


def can_be_restored(row: Subscription) -> bool:
    """Whether Undo is still offered."""
    return row.state == State.ENDED and row.ended_reason == "left" and _is_fresh(row)


def _is_fresh(row: Subscription) -> bool:
    return bool(row.ended_at and row.ended_at > database_now() - UNDO_FOR)


def _locked(subscription_id: int) -> Subscription | None:
    return Subscription.objects.select_for_update().filter(pk=subscription_id).first()


def _set(row: Subscription, **fields) -> None:
    Subscription.objects.filter(pk=row.pk).update(**fields)


def _now_said(action: str, *, method: str, evidence: str = "", actor=None) -> Consent:
    return Consent(action=action, method=method, wording="", evidence=evidence, actor=actor, given_on=database_now())


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
