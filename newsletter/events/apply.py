"""What news of a letter does: its outcome, the standing of its address, a departure.

Only a name that proves itself acts: a forged bounce would be a way to silence somebody.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from cms.clock import Now
from newsletter.conf import address_hmacs, token_keys
from newsletter.core.addresses import email_key
from newsletter.core.delivery_state import OPEN, Cause, Outcome, State, later_outcome
from newsletter.core.news import Kind, Names, News
from newsletter.core.purposes import Purpose
from newsletter.core.tokens import Kind as TokenKind, Opened, TokenRefused, read_mail_token
from newsletter.models import (
    Addressee,
    AddressHealth,
    ConsentEvent,
    Delivery,
    DeliveryEvent,
    InboundEvent,
    RoundTrip,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.resolve import hear_token
from newsletter.subscriptions import leave
from newsletter.suppressions import suppress

OUTCOMES = {
    Kind.BOUNCED: Outcome.BOUNCED,
    Kind.DELAYED: Outcome.DEFERRED,
    Kind.DELIVERED: Outcome.DELIVERED,
    Kind.COMPLAINED: Outcome.COMPLAINED,
}
PATIENCE = timedelta(hours=1)  # a fast server gives a letter back before we have written down that it took it
LEFT_HOUSE = frozenset({State.HANDED_OVER, State.UNCERTAIN})

Verdict = InboundEvent.Verdict
Method = ConsentEvent.Method


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What came of it, and the letter that it was about."""

    verdict: Verdict
    delivery_id: int | None = None


def apply(news: News, names: Names) -> Applied:
    """Do what the news means, in the transaction of the caller. `WAITING` says: not yet, ask again."""
    if names.leaving and news.kind is Kind.LEFT:
        return _leave_by_mail(names)
    row = _letter(names)
    if row is None and _is_own_try(names):
        return Applied(verdict=Verdict.OWN)
    if row is None:
        is_read = news.kind in OUTCOMES or news.kind is Kind.LEFT
        return Applied(verdict=Verdict.NOT_OURS if is_read else Verdict.IGNORED)
    return Applied(verdict=_heard(row, news), delivery_id=row.pk)


def evidence_of(news: News, heard: Outcome) -> dict[str, str | int]:
    """What the ledger's line says of the news."""
    return {"event": heard.value, "reason": news.reason or "", "code": news.code, "enhanced": news.enhanced}


def public_id_of(text: str) -> UUID | None:
    """The public id of a letter as a provider gives it back; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _heard(row: Delivery, news: News) -> Verdict:
    if row.state not in LEFT_HOUSE:
        return Verdict.WAITING if row.state in OPEN else Verdict.NOT_EXPECTED
    # Whatever was heard of a letter, it has left: the doubt about it ends.
    hear_token(row.public_id.bytes)
    if news.kind is Kind.LEFT:
        return _left(row.subscription_id, method=Method.PROVIDER)
    heard = OUTCOMES.get(news.kind)
    if heard is None:
        return Verdict.TOO_BIG if news.kind is Kind.TOO_BIG else Verdict.IGNORED
    if later_outcome(Outcome(row.outcome), heard=heard) == row.outcome:
        return Verdict.KNOWN
    _take_in(row, news, heard)
    return Verdict.APPLIED


def _take_in(row: Delivery, news: News, heard: Outcome) -> None:
    _write(row, news, heard)
    if heard is Outcome.COMPLAINED:
        _end_everything(row)
    elif heard is Outcome.BOUNCED:
        _judge(row, news)


def _write(row: Delivery, news: News, heard: Outcome) -> None:
    Delivery.objects.filter(pk=row.pk).update(outcome=heard, outcome_reason=news.reason or "", outcome_at=Now())
    line = {"from_state": row.state, "to_state": row.state, "evidence": evidence_of(news, heard)}
    DeliveryEvent.objects.create(delivery=row, cause=Cause.EVIDENCE, **line)


def _judge(row: Delivery, news: News) -> None:
    """The address that gave it back; one that the reader has left since is nobody's any more."""
    address = _address(row)
    if address:
        hmacs, evidence = address_hmacs(email_key(address)), f"{news.code or ''} {news.enhanced}".strip()
        left_at = row.marked_at or row.ended_at
        AddressHealth.objects.judge(news.effect, hmacs=hmacs, delivery=row, evidence=evidence, left_at=left_at)


def _end_everything(row: Delivery) -> None:
    """Somebody pressed "spam": they leave everything at once, and nothing is mailed there ever again."""
    if row.purpose == Purpose.TEST:
        return
    reader, address = _reader(row), _address(row)
    if reader and (not address or address == reader.email):
        for subscription in reader.subscriptions.exclude(state=Subscription.State.ENDED).order_by("pk"):
            leave(subscription.pk, method=Method.COMPLAINT, evidence="a complaint about a letter")
    if mailbox := address or (reader.email if reader else ""):
        suppress(mailbox, reason=Suppression.Reason.COMPLAINT, evidence="a complaint about a letter")


def _leave_by_mail(names: Names) -> Applied:
    for opened in _opened(names.leaving, TokenKind.LETTER):
        hear_token(opened.delivery)
        row = Subscription.objects.named(opened.subscription).first()
        letter = Delivery.objects.named(opened.delivery).first()
        verdict = _left(row.pk if row else None, method=Method.MAILTO)
        return Applied(verdict=verdict, delivery_id=letter.pk if letter else None)
    return Applied(verdict=Verdict.NOT_OURS)


def _left(subscription_id: int | None, *, method: str) -> Verdict:
    """One who left long ago, or was erased, has what they asked for."""
    left = subscription_id is not None and leave(subscription_id, method=method)
    return Verdict.APPLIED if left else Verdict.KNOWN


def _letter(names: Names) -> Delivery | None:
    """The letter that a name proves: our token, else its Message-ID or public id, which nobody can guess."""
    rows = Delivery.objects.select_related("subscription__subscriber")
    for opened in _opened(names.envelope, TokenKind.ENVELOPE):
        return rows.named(opened.delivery).first()
    if names.message_ids and (row := rows.filter(message_id__in=names.message_ids).first()):
        return row
    return rows.filter(public_id=public_id).first() if (public_id := public_id_of(names.public_id)) else None


def _is_own_try(names: Names) -> bool:
    """Whether it is the bounce that we mailed to ourselves; it is about nobody."""
    return any(RoundTrip.objects.arrive(opened.delivery) for opened in _opened(names.envelope, TokenKind.ENVELOPE))


def _opened(tokens: tuple[str, ...], kind: TokenKind) -> list[Opened]:
    found = []
    for token in tokens:
        try:
            found.append(read_mail_token(token, keys=token_keys(), kinds=frozenset({kind})))
        except TokenRefused:
            continue  # a stranger's, or damaged: the event says in the end that it names no letter of ours
    return found


def _reader(row: Delivery) -> Subscriber | None:
    if row.subscription:
        return row.subscription.subscriber
    own = Addressee.objects.filter(delivery=row).select_related("subscriber").first()
    return own.subscriber if own else None


def _address(row: Delivery) -> str:
    """Where the letter went; empty for a test, for an erased reader, and for an address that was changed since."""
    if row.purpose == Purpose.TEST:
        return ""
    if row.subscription:
        reader = row.subscription.subscriber
        left_at = row.marked_at or row.ended_at
        return "" if reader.address_since and left_at and left_at < reader.address_since else reader.email
    own = Addressee.objects.filter(delivery=row).select_related("subscriber").first()
    return own.mailbox if own else ""
