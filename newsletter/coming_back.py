"""A reader takes up again what they had left, with one press on their own page: no form, and no second mail."""

from django.db import transaction
from django.utils.translation import gettext_noop

from cms.clock import database_now
from newsletter.models import ConsentEvent, MailedLink, Subscription
from newsletter.sign_up import lift_what_this_ends
from newsletter.subscriptions import COMPLAINED, Consent, ReaderRefused, enroll


def can_come_back(row: Subscription) -> bool:
    """Whether a reader who left may take it up again by a button of their own page."""
    return row.state == row.State.ENDED and row.ended_reason != COMPLAINED and row.target.is_offered


def come_back(link: MailedLink, row: Subscription, *, wording: str) -> None:
    """They take up again what they had left: the link that opens their page came to their mailbox, so this confirms.

    Pressed again, nothing more happens. Raises ReaderRefused.
    """
    if row.state != row.State.ENDED:
        return
    if not can_come_back(row):
        raise ReaderRefused(gettext_noop("That is not offered here, so nothing was changed."))
    with transaction.atomic():
        lift_what_this_ends(link.subscriber, [row.target])
        enroll(row.target, email=link.subscriber.email, consent=_said_on_own_page(link, wording))


def _said_on_own_page(link: MailedLink, wording: str) -> Consent:
    return Consent(
        action=ConsentEvent.Action.CONFIRMED,
        method=ConsentEvent.Method.PAGE,
        wording=wording,
        given_on=database_now(),
        evidence=f"Pressed on their own page, behind the link of {link.created_at:%Y-%m-%d %H:%M} UTC",
    )
