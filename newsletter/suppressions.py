"""Addresses that must not be mailed: put on record, asked for, and lifted by a named person with a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from newsletter.conf import address_hmacs, suppression_keys
from newsletter.core.addresses import email_key
from newsletter.core.tokens import address_hmac
from newsletter.models import Suppression


class SuppressionRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Cannot be done; the message is meant for the person who asked."""


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
            return _new(
                key, reason=reason, newsletter_id=newsletter_id, evidence=evidence[:400], until=until, set_by=by
            )
        if standing.until and (until is None or until > standing.until):
            Suppression.objects.filter(pk=standing.pk).update(until=until, evidence=evidence[:400])
            standing.refresh_from_db()
    return standing


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


def _new(key: str, **fields) -> Suppression:
    key_id, secret = list(suppression_keys().items())[-1]
    return Suppression.objects.create(address_hmac=address_hmac(key, key=secret), key_id=key_id, **fields)
