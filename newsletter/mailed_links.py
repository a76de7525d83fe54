"""Links that leave by mail and do one thing: asked for, opened, used up. Read from top to bottom."""

from collections.abc import Mapping
from datetime import timedelta

from cms.clock import Now, database_now
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.messages import MessageName
from newsletter.messages import queue_message
from newsletter.models import MailedLink, Newsletter, Subscriber

A_DAY = timedelta(hours=24)
MOST_A_DAY = 3  # readers.md 5.1; whoever asks again gets the same neutral answer, and no fourth mail

CARRIERS: Mapping[LinkPurpose, MessageName] = {
    LinkPurpose.MANAGE: MessageName.MANAGE,
    LinkPurpose.ADDRESS: MessageName.NEW_ADDRESS,
}


class LinkRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Forged, too old, used up, or for another door. It never says which to whoever holds it."""


def mail_link(
    subscriber: Subscriber,
    *,
    purpose: LinkPurpose,
    newsletter: Newsletter,
    facts: Mapping[str, object] | None = None,
    address: str = "",
) -> bool:
    """A fresh link of this purpose leaves for the reader, or for `address`; False when today's three are used up.

    `newsletter` lends the message its look and sender. Raises AddressRefused.
    """
    lately = MailedLink.objects.filter(subscriber=subscriber, created_at__gt=database_now() - A_DAY)
    if lately.filter(purpose__in=list(CARRIERS)).count() >= MOST_A_DAY:
        return False
    link = MailedLink.objects.make(subscriber, purpose=purpose, newsletter=newsletter, facts=dict(facts or {}))
    queue_message(CARRIERS[purpose], to=subscriber, newsletter=newsletter, link=link, address=address)
    return True


def open_link(token: str, *, purpose: LinkPurpose) -> MailedLink:
    """The link behind a token; opening it changes nothing. Raises LinkRefused."""
    found = MailedLink.objects.with_token(token, purpose=purpose).live()
    row = found.select_related("subscriber", "newsletter").first()
    if row is None:
        raise LinkRefused("This link does not open anything any more.")
    return row


def use_link(link: MailedLink) -> bool:
    """It did what it was for; False for whoever comes second (compare-and-set)."""
    return bool(MailedLink.objects.filter(pk=link.pk, used_at=None).update(used_at=Now()))
