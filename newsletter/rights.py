"""A reader's rights: to see and take along what we know of them, to move to another address, and to be forgotten."""

from django.db import transaction

from cms.clock import database_now
from newsletter.core.addresses import normal_form
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.messages import MessageName
from newsletter.mailed_links import LinkRefused, mail_link, use_link
from newsletter.messages import queue_message
from newsletter.models import (
    Addressee,
    ConsentEvent,
    Delivery,
    MailedLink,
    Newsletter,
    SignUpRequest,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.subscriptions import ReaderRefused, leave
from newsletter.suppressions import find, suppress

FORMAT = "partwise-reader-1"


def export_reader(reader: Subscriber) -> dict:
    """All that is known of a reader, as JSON has it, and nothing of anybody else. Moments are ISO 8601 in UTC."""
    rows = reader.subscriptions.select_related("newsletter").prefetch_related("consents")
    return {
        "format": FORMAT,
        "made_at": database_now().isoformat(),
        "reader": {
            "id": str(reader.public_id),
            "email": reader.email,
            "first_name": reader.first_name,
            "language": reader.language,
            "time_zone": reader.zone,
            "source": reader.source,
            "since": reader.created_at.isoformat(),
            "tags": sorted(reader.taggings.values_list("tag__name", flat=True)),
            "attributes": reader.attributes,
            "notes": [{"at": note.at.isoformat(), "words": note.words} for note in reader.notes.all()],
        },
        "subscriptions": [_subscription(row) for row in rows],
        "messages": [_delivery(row.delivery) for row in Addressee.objects.filter(subscriber=reader)],
        "suppressions": [
            {"reason": row.reason, "at": row.at.isoformat(), "lifted_at": row.lifted_at and row.lifted_at.isoformat()}
            for row in find(reader.email)
        ],
    }


def erase_reader(reader: Subscriber, *, objects: bool = False, by=None) -> None:
    """Nothing names this reader any more; what was agreed and what was sent stays under a pseudonym.

    `objects` keeps a keyed hash of the address, so that nobody can bring it back. `by` is the person of staff.
    """
    with transaction.atomic():
        for row in reader.subscriptions.exclude(state=Subscription.State.ENDED):
            method = ConsentEvent.Method.STAFF if by else ConsentEvent.Method.PAGE
            leave(row.pk, method=method, evidence="erased", actor=by)
        if objects:
            suppress(reader.email, reason=Suppression.Reason.OBJECTION, evidence="asked for with the erasure")
        own = Delivery.objects.filter(subscription__subscriber=reader)
        ours = Delivery.objects.filter(addressee__subscriber=reader)
        for deliveries in (own, ours):
            deliveries.update(reply="", receiver="")
        ConsentEvent.objects.filter(subscription__subscriber=reader).erase_evidence()
        SignUpRequest.objects.filter(email__iexact=reader.email).update(email="", first_name="")
        reader.delete()


def ask_to_move(reader: Subscriber, *, address: str, newsletter: Newsletter) -> bool:
    """A link leaves for the new address; nothing changes until it is pressed. False when today's links are used up.

    Raises AddressRefused, and ReaderRefused for the address that they have.
    """
    mailbox = normal_form(address)
    if mailbox.key == reader.email_key:
        raise ReaderRefused("This is the address that you have.")
    facts = {"email": mailbox.mailbox}
    return mail_link(reader, purpose=LinkPurpose.ADDRESS, newsletter=newsletter, facts=facts, address=mailbox.mailbox)


def move(link: MailedLink) -> Subscriber:
    """Letters come to the new address from now on, and the old one hears of it once. Pressed again, nothing happens.

    Raises ReaderRefused when somebody has that address already, and LinkRefused for a link of a reader who moved on.
    """
    email = link.facts["email"]
    with transaction.atomic():
        reader = Subscriber.objects.select_for_update().get(pk=link.subscriber_id)
        if Subscriber.objects.filter(email_key=normal_form(email).key).exclude(pk=reader.pk).exists():
            raise ReaderRefused("This address has a page of its own here. Leave there first, or keep both.")
        if use_link(link):
            old, reader.email = reader.email, email
            reader.save(update_fields=["email", "email_key"])
            page = MailedLink.objects.make(reader, purpose=LinkPurpose.MANAGE, newsletter=link.newsletter)
            values = {"new_address": reader.masked}
            queue_message(
                MessageName.OLD_ADDRESS, to=reader, newsletter=link.newsletter, link=page, address=old, values=values
            )
        elif reader.email != email:
            raise LinkRefused("This link does not open anything any more.")
    return reader


def _subscription(row: Subscription) -> dict:
    consents = [
        {
            "action": line.action,
            "method": line.method,
            "wording": line.wording,
            "evidence": line.evidence,
            "given_on": line.given_on.isoformat(),
            "hash": line.hash,
        }
        for line in row.consents.all()
    ]
    return {
        "newsletter": row.newsletter.name,
        "state": row.state,
        "paused_until": row.paused_until and row.paused_until.isoformat(),
        "confirmed_at": row.confirmed_at and row.confirmed_at.isoformat(),
        "ended_at": row.ended_at and row.ended_at.isoformat(),
        "consents": consents,
        "letters": [_delivery(letter) for letter in row.deliveries.select_related("compiled").order_by("pk")],
    }


def _delivery(row: Delivery) -> dict:
    return {
        "id": str(row.public_id),
        "subject": row.compiled.subject,
        "purpose": row.purpose,
        "state": row.state,
        "ended_at": row.ended_at and row.ended_at.isoformat(),
    }
