"""A sender takes deliveries for a lease; committed before any network is touched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from cms.clock import Now, database_now
from newsletter.conf import conf, suppression_keys, token_keys
from newsletter.core.addresses import normal_form
from newsletter.core.content import Recipient
from newsletter.core.delivery_state import Cause, Event, Reason, State
from newsletter.core.pace import Allowance
from newsletter.core.purposes import OF_NO_NEWSLETTER, OWN, Purpose
from newsletter.core.tickets import Claim, Ticket
from newsletter.core.tokens import Keys, address_hmac, envelope_token, letter_token, mail_token, unsubscribe_token
from newsletter.models import Addressee, Delivery, Issue, SendingSwitch
from newsletter.models.throttles import Tokens

LEASE = timedelta(seconds=90)
FIELDS = (
    *("pk", "public_id", "purpose", "issue_id", "compiled_id", "subscription_id", "claims", "attempts", "lease_token"),
    *("message_id", "date_header", "compiled__newsletter_id", "subscription__public_id"),
    *(f"subscription__subscriber__{name}" for name in ("email", "first_name", "language", "zone")),
    *(f"staff__{name}" for name in ("email", "first_name", "last_name")),
)


@dataclass
class Patience:
    """Why a claim got nothing: `wait_s` until a limit of pace lets more through, 0 when nothing was in the way."""

    wait_s: float = 0.0


def claim_deliveries(limit: int, *, run: str, patience: Patience | None = None) -> list[Claim]:
    """Up to `limit` due deliveries, now this run's: first those that people wait for, then issue by issue.

    No more than the limits of pace allow at this moment; their tokens are taken in the same transaction.
    """
    with transaction.atomic():
        tokens = Tokens.taken_up(database_now())
        ids = _picked(limit, tokens)
        tokens.write_back()
        Delivery.objects.filter(pk__in=ids, state=State.PENDING).update(
            state=State.CLAIMED, claims=F("claims") + 1, lease_token=run, lease_until=Now() + LEASE, route=conf().route
        )
    if patience:
        patience.wait_s = tokens.wait_s
    in_order = {pk: place for place, pk in enumerate(ids)}
    rows = _rows(Delivery.objects.filter(pk__in=ids, lease_token=run))
    return list(_with_reader(sorted(rows, key=lambda row: in_order[row.pk])))


def renew_claims(run: str) -> None:
    """The claims of this run are still wanted; a mark is never renewed."""
    Delivery.objects.filter(lease_token=run, state=State.CLAIMED).update(lease_until=Now() + LEASE)


def _picked(limit: int, tokens: Tokens) -> list[int]:
    if SendingSwitch.objects.off().exists():
        return []
    due = Delivery.objects.due()
    ids, allowance = _admitted(due.urgent().exclude(purpose=Purpose.PART), limit, tokens.people), tokens.issues
    # Nobody waits at a screen for a part: it goes before issues, and a domain that warms up counts it like them.
    ids += _admitted(due.urgent().filter(purpose=Purpose.PART), limit - len(ids), allowance, besides=ids)
    # A domain that warms up writes to its newest readers first: they remember that they asked for it.
    order = ("not_before", "pk") if allowance.of_others is None else ("-not_before", "-pk")
    for issue_id in Issue.objects.running().values_list("pk", flat=True):
        while len(ids) < limit and (
            some := _admitted(due.of_issue(issue_id).order_by(*order), limit - len(ids), allowance, besides=ids)
        ):
            ids += some
            if allowance.is_unlimited:
                break
    return ids


def _admitted(rows, limit: int, allowance: Allowance, *, besides: Sequence[int] = ()) -> list[int]:
    """Rows that nobody else holds, as far as their groups may take more; a group without tokens stops no other."""
    if closed := allowance.closed:
        rows = rows.exclude(receiver__in=closed)
    if besides and not allowance.is_unlimited:
        rows = rows.exclude(pk__in=besides)
    # On SQLite the lock is the transaction itself (IMMEDIATE); on PostgreSQL other senders skip these rows.
    free = rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "receiver")
    return allowance.admit(free[: allowance.left(limit)])


def _rows(deliveries) -> list[Any]:
    """What claims are made of, as plain tuples: six objects for each delivery cost more than handing it over."""
    return list(deliveries.values_list(*FIELDS, named=True))


def _with_reader(rows: list[Any]) -> Iterator[Claim]:
    """The claims whose reader still exists; the others are cancelled, because a person asked us to forget them."""
    keys = token_keys(), suppression_keys()
    addressees = _addressees(rows)
    for row in rows:
        own = addressees.get(row.pk)
        address = own.mailbox if own else _address(row)
        if address:
            yield _claim(row, address, keys, values=own.filled if own else {})
        else:
            mine = Delivery.objects.filter(pk=row.pk, lease_token=row.lease_token)
            mine.shift(Event.WITHDRAW, before=State.CLAIMED, cause=Cause.SENDER, reason=Reason.ERASED)


def _addressees(rows: list[Any]) -> dict[int, Addressee]:
    """Who gets our own messages among them; an issue's letters ask nothing more of the database."""
    own = [row.pk for row in rows if row.purpose in OWN]
    return Addressee.objects.of(own) if own else {}


def _address(row: Any) -> str:
    if row.purpose in OWN:
        return ""
    address = row.staff__email if row.purpose == Purpose.TEST else row.subscription__subscriber__email
    return address or ""


def _claim(row: Any, address: str, keys: tuple[Keys, Mapping[str, bytes]], *, values: Mapping[str, str]) -> Claim:
    form, (of_tokens, of_addresses) = normal_form(address), keys
    return Claim(
        ticket=Ticket(delivery=row.pk, run=row.lease_token, claims=row.claims),
        purpose=Purpose(row.purpose),
        compiled_id=row.compiled_id,
        issue_id=row.issue_id,
        newsletter_id=0 if row.purpose in OF_NO_NEWSLETTER else row.compiled__newsletter_id,
        subscription_id=row.subscription_id,
        attempts=row.attempts,
        address_hmacs=tuple(address_hmac(form.key, key=key) for key in of_addresses.values()),
        recipient=_recipient(row, form.mailbox, of_tokens, values=values),
    )


def _recipient(row: Any, mailbox: str, keys: Keys, *, values: Mapping[str, str]) -> Recipient:
    # A test and a message of ours have no subscription: their links are well formed, and open nothing.
    subscription, delivery = row.subscription__public_id or row.public_id, row.public_id
    ids = {"subscription": subscription.bytes, "delivery": delivery.bytes}
    first_name = row.subscription__subscriber__first_name
    staff_name = f"{row.staff__first_name or ''} {row.staff__last_name or ''}".strip()
    return Recipient(
        delivery_id=str(row.public_id),
        subscription_id=str(subscription),
        address=mailbox,
        message_id=row.message_id,
        date=row.date_header,
        envelope_token=envelope_token(keys, delivery=delivery.bytes),
        unsubscribe_token=unsubscribe_token(keys, subscription=subscription.bytes),
        letter_token=letter_token(keys, **ids),
        mail_token=mail_token(keys, **ids),
        first_name=(row.staff__first_name or "") if first_name is None else first_name,
        name=staff_name if first_name is None else first_name,
        language=row.subscription__subscriber__language or "",
        zone=row.subscription__subscriber__zone or "",
        values=values,
    )
