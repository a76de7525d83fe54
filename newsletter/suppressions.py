"""Addresses that must not be mailed: put on record, asked for, and lifted by a named person with a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cms.clock import Now, database_now
from newsletter.conf import address_hmacs, suppression_keys
from newsletter.core.addresses import AddressRefused, email_key
from newsletter.core.departures import REFUSED, THERE, Departure, What
from newsletter.core.tokens import address_hmac
from newsletter.models import Suppression
from newsletter.pipeline.journal import note_departure, note_departures

AT_ONCE = 1_000  # addresses in one statement


class SuppressionRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Cannot be done; the message is meant for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class Suppressed:
    """What became of a list: newly suppressed, suppressed before, named twice, and the refused rows with words."""

    new: int
    stood: int
    doubled: int
    refused: Mapping[int, str]


def suppress(  # noqa: PLR0913 - each is a column of the record
    address: str,
    *,
    reason: str,
    newsletter_id: int | None = None,
    evidence: str = "",
    until: datetime | None = None,
    by=None,
) -> Suppression:
    """The suppression of this address for this reason: the standing one, lengthened to `until`, or a new one.

    `newsletter_id` None bars it from everything, `until` None for good. Raises AddressRefused.
    """
    key = email_key(address)
    with transaction.atomic():
        standing = _of(key).filter(reason=reason, newsletter_id=newsletter_id).select_for_update().first()
        if standing is None:
            row = _made(
                key, reason=reason, newsletter_id=newsletter_id, evidence=evidence[:400], until=until, set_by=by
            )
            if reason in REFUSED:
                note_departure(key, what=What(reason))
            row.save()
            return row
        if standing.until and (until is None or until > standing.until):
            Suppression.objects.filter(pk=standing.pk).update(until=until, evidence=evidence[:400])
            standing.refresh_from_db()
    return standing


def suppress_many(  # noqa: PLR0913 - each is a column of the record, and whether it is written at all
    addresses: Mapping[int, str],
    *,
    reason: str,
    newsletter_id: int | None = None,
    evidence: str = "",
    by=None,
    dry: bool = False,
) -> Suppressed:
    """All of these, given by their row, for good and in few statements; what is suppressed so already is left alone.

    `dry` only counts.
    """
    keys, refused = _keys(addresses)
    by_key = {key: row for row, key in reversed(keys.items())}
    new = 0
    for some in _chunks(list(by_key)):
        with transaction.atomic():
            standing = _standing(some, reason=reason, newsletter_id=newsletter_id)
            fresh = [key for key in some if standing.isdisjoint(address_hmacs(key))]
            new += len(fresh)
            if dry:
                continue
            facts = {"reason": reason, "newsletter_id": newsletter_id, "evidence": evidence[:400], "set_by": by}
            rows = [_made(key, **facts) for key in fresh]
            _note_there(rows)
            Suppression.objects.bulk_create(rows)
    return Suppressed(new=new, stood=len(by_key) - new, doubled=len(keys) - len(by_key), refused=refused)


def find(address: str):
    """Every suppression of this address, the lifted and the past ones too, newest first. Raises AddressRefused."""
    return Suppression.objects.filter(address_hmac__in=address_hmacs(email_key(address)))


def lift(suppression_id: int, *, by, why: str) -> bool:
    """Letters may go there again; False when it was lifted before. Raises SuppressionRefused without a reason."""
    if not why.strip():
        raise SuppressionRefused("Say in a few words why this address may be mailed again.")
    rows = Suppression.objects.filter(pk=suppression_id, lifted_at__isnull=True)
    return bool(rows.update(lifted_at=Now(), lifted_by=by, lifted_why=why.strip()[:400]))


def _of(key: str):
    return Suppression.objects.active().filter(address_hmac__in=address_hmacs(key)).order_by("pk")


def _standing(keys: list[str], *, reason: str, newsletter_id: int | None) -> set[str]:
    hmacs = [value for key in keys for value in address_hmacs(key)]
    rows = Suppression.objects.active().filter(address_hmac__in=hmacs, reason=reason, newsletter_id=newsletter_id)
    return set(rows.filter(until__isnull=True).values_list("address_hmac", flat=True))


def _note_there(rows: list[Suppression]) -> None:
    """Who left or complained elsewhere stands in the journal too: an older backup knows nothing of the list."""
    now = database_now()
    note_departures(
        [
            Departure(
                address_hmac=row.address_hmac,
                key_id=row.key_id,
                newsletter_id=row.newsletter_id,
                at=now,
                what=THERE[row.reason],
            )
            for row in rows
            if row.reason in THERE
        ]
    )


def _keys(addresses: Mapping[int, str]) -> tuple[dict[int, str], dict[int, str]]:
    keys, refused = {}, {}
    for row, address in addresses.items():
        try:
            keys[row] = email_key(address)
        except AddressRefused as error:
            refused[row] = str(error)
    return keys, refused


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _made(key: str, **fields) -> Suppression:
    key_id, secret = list(suppression_keys().items())[-1]
    return Suppression(address_hmac=address_hmac(key, key=secret), key_id=key_id, **fields)
