"""What the rows of one transaction make, in a handful of statements: readers first, then all that hangs on them."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from cms.clock import database_now
from newsletter.core.subscriber_files.verdicts import SUBSCRIBES, SUPPRESSES, Verdict
from newsletter.importing.barring import bar
from newsletter.importing.consents import record_consents
from newsletter.importing.here import Known
from newsletter.importing.makings import Making
from newsletter.importing.touches import fill_in, put_on_tags
from newsletter.models import ImportJob, Subscriber, Subscription
from newsletter.models.many_rows import insert_rows, new_ids
from newsletter.models.short_ids import SHORT_HEX

READER = (
    "id",
    "public_id",
    "email",
    "email_key",
    "first_name",
    "language",
    "zone",
    "source",
    "attributes",
    "created_at",
)
SUBSCRIPTION = (
    "id",
    "public_id",
    "short_id",
    "subscriber",
    "newsletter",
    "state",
    "paused_until",
    "ended_at",
    "ended_reason",
    "confirmed_at",
    "created_at",
)


def make(makings: Sequence[Making], *, job: ImportJob, known: Known) -> None:
    """Everything that these rows make. They know it by its ids afterwards."""
    now = database_now()
    coming = [making for making in makings if making.verdict in SUBSCRIBES]
    fresh = _readers(coming, job, known, now)
    subjects = _subscriptions(coming, now)
    record_consents(coming, subjects=subjects, job=job, now=now)
    put_on_tags(coming, job=job, fresh=fresh)
    fill_in([*coming, *(making for making in makings if making.verdict is Verdict.UNCHANGED)], known=known)
    bar([making for making in makings if making.verdict in SUPPRESSES], job=job, now=now)


def _readers(coming: Sequence[Making], job: ImportJob, known: Known, now: datetime) -> set[int]:
    """Each row knows its reader; those who were unknown are made, once each. Their ids are returned."""
    first: dict[str, Making] = {}
    for making in coming:
        if making.row.key not in known.readers:
            first.setdefault(making.row.key, making)
    fresh = dict(zip(first, new_ids(Subscriber, len(first)), strict=True))
    insert_rows(Subscriber, READER, (_reader(pk, first[key], job, now) for key, pk in fresh.items()))
    for making in first.values():
        making.made_reader = True
    for making in coming:
        making.reader = fresh.get(making.row.key) or known.readers[making.row.key]
    return set(fresh.values())


def _reader(pk: int, making: Making, job: ImportJob, now: datetime) -> tuple:
    facts = making.facts
    return (
        pk,
        uuid.uuid4(),
        facts["email"],
        making.row.key,
        facts.get("first_name", ""),
        facts.get("language") or job.newsletter.language,
        facts.get("zone") or job.newsletter.zone,
        facts.get("source", job.source),
        facts.get("attributes", {}),
        making.moment("reader_since") or now,
    )


def _subscriptions(coming: Sequence[Making], now: datetime) -> dict[int, uuid.UUID]:
    """One for each row, but for a reader of our own export who had none. Their public ids, by their ids."""
    subscribing = [making for making in coming if making.row.newsletter_id]
    ids = new_ids(Subscription, len(subscribing))
    for making, pk in zip(subscribing, ids, strict=True):
        making.made_subscription = pk
    subjects = {pk: uuid.uuid4() for pk in ids}
    insert_rows(Subscription, SUBSCRIPTION, (_subscription(making, subjects, now) for making in subscribing))
    return subjects


def _subscription(making: Making, subjects: dict[int, uuid.UUID], now: datetime) -> tuple:
    facts, verdict, pk = making.facts, making.verdict, making.made_subscription
    paused_until = date.fromisoformat(facts["paused_until"]) if facts.get("paused_until") else None
    has_ended = verdict is Verdict.ENDED
    return (
        pk,
        subjects[pk],
        subjects[pk].hex[:SHORT_HEX],
        making.reader,
        making.row.newsletter_id,
        str(Subscription.State(verdict)),
        paused_until if verdict is Verdict.PAUSED else None,
        making.moment("ended_at") if has_ended else None,
        facts.get("ended_reason", "") if has_ended else "",
        making.moment("confirmed_at") or (None if verdict is Verdict.PENDING else making.agreed_at),
        making.moment("subscribed_since") or now,
    )
