"""A reader's rights: to see and take along what we know of them, to move to another address, and to be forgotten."""

from django.db import transaction
from django.utils.translation import gettext_noop

from cms.clock import database_now
from newsletter.conf import address_hmacs
from newsletter.core.addresses import normal_form
from newsletter.core.departures import What
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.merge_fields import filled_for_nobody
from newsletter.core.messages import MessageName
from newsletter.core.subscriber_files.readers_own import FORMAT
from newsletter.importing.erasing import forget_in_imports
from newsletter.mailed_links import LinkRefused, mail_link, use_link
from newsletter.messages import queue_message
from newsletter.models import (
    Addressee,
    AddressHealth,
    ConsentEvent,
    Delivery,
    Enrollment,
    InboundEvent,
    MailedLink,
    Newsletter,
    SignUpRequest,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.pipeline.journal import note_departure
from newsletter.subscriptions import ReaderRefused, leave
from newsletter.suppressions import find, suppress
from series.models import SeriesPart


def export_reader(reader: Subscriber) -> dict:
    """All that is known of a reader, as JSON has it, and nothing of anybody else. Moments are ISO 8601 in UTC."""
    rows = reader.subscriptions.with_target().prefetch_related("consents", "enrollments")
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
        "parts": _parts(reader),
        "suppressions": [_suppression(row) for row in find(reader.email).select_related("newsletter")],
    }


def erase_reader(reader: Subscriber, *, objects: bool = False, by=None) -> None:
    """Nothing names this reader any more; what was agreed and what was sent stays under a pseudonym.

    `objects` keeps a keyed hash of the address, so that nobody can bring it back. `by` is the person of staff.
    """
    with transaction.atomic():
        # First their ways, as the planner of parts does: who takes them in another order waits in a ring.
        list(Enrollment.objects.filter(subscription__subscriber=reader).order_by("pk").select_for_update(of=("self",)))
        for row in reader.subscriptions.exclude(state=Subscription.State.ENDED).order_by("pk"):
            method = ConsentEvent.Method.STAFF if by else ConsentEvent.Method.PAGE
            leave(row.pk, method=method, evidence="erased", actor=by)
        if objects:
            suppress(reader.email, reason=Suppression.Reason.OBJECTION, evidence="asked for with the erasure")
        note_departure(reader.email_key, what=What.ERASED)
        own = Delivery.objects.filter(subscription__subscriber=reader)
        ours = Delivery.objects.filter(addressee__subscriber=reader)
        for deliveries in (own, ours):
            deliveries.update(reply="", receiver="")
            InboundEvent.objects.filter(delivery__in=deliveries).forget_words()
        ConsentEvent.objects.filter(subscription__subscriber=reader).erase_evidence()
        AddressHealth.objects.filter(address_hmac__in=address_hmacs(reader.email_key)).delete()
        SignUpRequest.objects.filter(email__iexact=reader.email).update(email="", first_name="")
        forget_in_imports(reader)
        reader.delete()


def ask_to_move(reader: Subscriber, *, address: str, newsletter: Newsletter) -> bool:
    """A link leaves for the new address; nothing changes until it is pressed. False when today's links are used up.

    Raises AddressRefused, and ReaderRefused for the address that they have.
    """
    mailbox = normal_form(address)
    if mailbox.key == reader.email_key:
        raise ReaderRefused(gettext_noop("This is the address that you have."))
    facts = {"email": mailbox.mailbox}
    return mail_link(reader, purpose=LinkPurpose.ADDRESS, newsletter=newsletter, facts=facts, address=mailbox.mailbox)


def move(link: MailedLink) -> Subscriber:
    """Letters come to the new address from now on, and the old one hears of it once. Pressed again, nothing happens.

    Whatever link left before is over: whoever still reads the old mailbox must not see where the reader went.

    Raises ReaderRefused when somebody has that address already, and LinkRefused for a link of a reader who moved on.
    """
    email = link.facts["email"]
    with transaction.atomic():
        reader = Subscriber.objects.select_for_update().get(pk=link.subscriber_id)
        if Subscriber.objects.filter(email_key=normal_form(email).key).exclude(pk=reader.pk).exists():
            raise ReaderRefused(
                gettext_noop("This address has a page of its own here. Leave there first, or keep both.")
            )
        if use_link(link):
            old, reader.email = reader.email, email
            reader.address_since = database_now()
            reader.save(update_fields=["email", "email_key", "address_since"])
            MailedLink.objects.of(reader).exclude(pk=link.pk).live().end()
            values = {"new_address": reader.masked}
            queue_message(MessageName.OLD_ADDRESS, to=reader, newsletter=link.newsletter, address=old, values=values)
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
        "series" if row.course_id else "newsletter": row.target.name,
        **({} if row.course_id else {"slug": row.target.slug}),
        "state": row.state,
        "since": row.created_at.isoformat(),
        "paused_until": row.rests_until and row.rests_until.isoformat(),
        "confirmed_at": _confirmed_at(row),
        "ended_at": row.ended_at and row.ended_at.isoformat(),
        "ended_reason": row.ended_reason,
        "consents": consents,
        **({"ways": [_way(way) for way in row.enrollments.all()]} if row.course_id else {}),
        "letters": [
            _delivery(letter) for letter in row.deliveries.select_related("compiled__newsletter").order_by("pk")
        ],
    }


def _confirmed_at(row: Subscription) -> str | None:
    """When the reader said the yes that stands; an undo of leaving is none, though letters count anew from it."""
    said = [line.given_on for line in row.consents.all() if line.is_first_yes]
    found = said[-1] if said else row.confirmed_at
    return found and found.isoformat()


def _suppression(row: Suppression) -> dict:
    moments = {"at": row.at, "until": row.until, "lifted_at": row.lifted_at}
    return {
        "newsletter": row.newsletter.slug if row.newsletter else None,
        "reason": row.reason,
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
    }


def _way(row: Enrollment) -> dict:
    moments = {"began_at": row.started_at, "last_part_at": row.last_handed_at, "next_part_at": row.next_due}
    return {
        "run": row.run,
        "state": row.state,
        "held_because": row.hold_reason,
        "pace": row.pace,
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
    }


def _parts(reader: Subscriber) -> list[dict]:
    """Named as they are called today; one that was taken out of its series since has its number alone."""
    had = list(reader.parts.standing().order_by("at", "pk"))
    places = SeriesPart.objects.filter(uuid__in=[row.part for row in had]).select_related("series", "article")
    names = {row.uuid: {"series": row.series.title, "title": row.article.title} for row in places}
    nameless = {"series": "", "title": ""}
    return [
        {"part": str(row.part), **names.get(row.part, nameless), "by": row.via, "at": row.at.isoformat()} for row in had
    ]


def _delivery(row: Delivery) -> dict:
    return {
        "id": str(row.public_id),
        "subject": filled_for_nobody(row.compiled.subject, newsletter=row.compiled.newsletter.name),
        "purpose": row.purpose,
        "state": row.state,
        "ended_at": row.ended_at and row.ended_at.isoformat(),
    }
