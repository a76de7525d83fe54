"""All readers and all suppressions, as records of our own export, a few thousand in memory at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery

from newsletter.conf import address_hmacs
from newsletter.core.subscriber_files.evidence import unmarked
from newsletter.core.subscriber_files.own_rows import Record
from newsletter.models import ConsentEvent, Enrollment, Newsletter, Subscriber, Subscription, Suppression, Tagging

AT_ONCE = 2_000  # readers in one look

READER = ("pk", "email", "email_key", "first_name", "language", "zone", "created_at", "source", "attributes")
SUBSCRIPTION = (
    "pk",
    "subscriber_id",
    "newsletter_id",
    "state",
    "created_at",
    "confirmed_at",
    "paused_until",
    "ended_at",
    "ended_reason",
)
SUPPRESSION = (
    "pk",
    "address_hmac",
    "key_id",
    "newsletter_id",
    "reason",
    "evidence",
    "at",
    "until",
    "lifted_at",
    "lifted_why",
)


def readers() -> Iterator[Record]:
    """One record for each subscription, by reader; one for a reader without any."""
    slugs = dict(Newsletter.objects.values_list("pk", "slug"))
    for page in _pages(Subscriber, READER):
        ids = [row.pk for row in page]
        tags, courses, subscriptions = _tags(ids), _courses(ids), _subscriptions(ids)
        for row in page:
            about = _about(row, tags[row.pk]) | {"courses": courses[row.pk]}
            for standing in subscriptions[row.pk] or [None]:
                yield about | (_standing(standing, slugs) if standing else {})


def suppressions() -> Iterator[Record]:
    """Every suppression: first those of readers, with the address, then those whose address nobody knows."""
    slugs = dict(Newsletter.objects.values_list("pk", "slug"))
    seen = _Seen()
    for page in _pages(Subscriber, ("pk", "email", "email_key")):
        for row, email in _of_readers(page):
            seen.add(row.pk)
            yield _suppression(row, slugs, address=email)
    for page in _pages(Suppression, SUPPRESSION):
        yield from (_suppression(row, slugs) for row in page if row.pk not in seen)


def _pages(model, columns: tuple[str, ...]) -> Iterator[list[Any]]:
    """All rows by their key, in pages, whatever comes and goes meanwhile."""
    last = 0
    while page := list(model.objects.filter(pk__gt=last).order_by("pk").values_list(*columns, named=True)[:AT_ONCE]):
        yield page
        last = page[-1].pk


def _about(row: Any, tags: list[str]) -> dict[str, Any]:
    return {
        "address": row.email,
        "first_name": row.first_name,
        "language": row.language,
        "time_zone": row.zone,
        "reader_since": row.created_at,
        "source": row.source,
        "tags": tags,
        "attributes": row.attributes,
    }


def _tags(ids: list[int]) -> Mapping[int, list[str]]:
    found = defaultdict(list)
    rows = Tagging.objects.filter(subscriber__in=ids).order_by("subscriber_id", "tag__name")
    for reader, name in rows.values_list("subscriber_id", "tag__name"):
        found[reader].append(name)
    return found


def _courses(ids: list[int]) -> Mapping[int, list[str]]:
    """Each series that they get by mail, by its slug, and how it stands with it."""
    way = Enrollment.objects.filter(subscription=OuterRef("pk")).order_by("-run").values("state")[:1]
    rows = Subscription.objects.filter(subscriber__in=ids).exclude(course=None).annotate(way=Subquery(way))
    found = defaultdict(list)
    for row in rows.select_related("course__series").order_by("pk"):
        slug = row.course.series.slug if row.course.series else "gone"
        stands = row.way if row.way and row.state == Subscription.State.ACTIVE else row.state
        found[row.subscriber_id].append(f"{slug}: {stands}")
    return found


def _subscriptions(ids: list[int]) -> Mapping[int, list[Any]]:
    """With the last yes of each: its moment, its words, and how we know."""
    yes = ConsentEvent.objects.filter(subscription=OuterRef("pk"), action__in=ConsentEvent.YES).order_by("-seq")
    columns = {name: Subquery(yes.values(name)[:1]) for name in ("given_on", "wording", "evidence")}
    rows = Subscription.objects.filter(subscriber__in=ids, course=None).annotate(**columns).order_by("pk")
    found = defaultdict(list)
    for row in rows.values_list(*SUBSCRIPTION, *columns, named=True):
        found[row.subscriber_id].append(row)
    return found


def _standing(row: Any, slugs: Mapping[int, str]) -> dict[str, Any]:
    return {
        "newsletter": slugs[row.newsletter_id],
        "state": row.state,
        "subscribed_since": row.created_at,
        "confirmed_at": row.confirmed_at,
        "paused_until": row.paused_until if row.state == Subscription.State.PAUSED else None,
        "ended_at": row.ended_at,
        "ended_reason": row.ended_reason,
        "consent_given_on": row.given_on,
        "consent_wording": row.wording,
        "consent_evidence": unmarked(row.evidence or ""),
    }


def _of_readers(page: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """The suppressions of these readers, in their order, each with the address."""
    emails = {value: (place, row.email) for place, row in enumerate(page) for value in address_hmacs(row.email_key)}
    rows = Suppression.objects.of(emails).order_by("pk").values_list(*SUPPRESSION, named=True)
    for row in sorted(rows, key=lambda found: emails[found.address_hmac][0]):
        yield row, emails[row.address_hmac][1]


def _suppression(row: Any, slugs: Mapping[int, str], *, address: str = "") -> dict[str, Any]:
    return {
        "address": address,
        "address_hash": row.address_hmac,
        "key": row.key_id,
        "newsletter": slugs.get(row.newsletter_id, ""),
        "reason": row.reason,
        "evidence": row.evidence,
        "at": row.at,
        "until": row.until,
        "lifted_at": row.lifted_at,
        "lifted_why": row.lifted_why,
    }


class _Seen:
    """Which keys were seen, one bit for each, since there may be millions."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, pk: int) -> None:
        place = pk >> 3
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        self._bits[place] |= 1 << (pk & 7)

    def __contains__(self, pk: int) -> bool:
        place = pk >> 3
        return place < len(self._bits) and bool(self._bits[place] & 1 << (pk & 7))
