"""What is over its time goes: the table of core/retention.py, obeyed. Each kind can be counted beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.clock import database_now
from newsletter.core.courses.facts import Standing
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.retention import Kept, kept_for
from newsletter.models import (
    AccessRecord,
    Addressee,
    AddressHealth,
    ConsentEvent,
    Delivery,
    Enrollment,
    Exclusion,
    InboundEvent,
    MailedLink,
    PartHandOver,
    Subscriber,
    Subscription,
)

AT_ONCE = 1_000  # rows of one transaction


@dataclass(frozen=True, kw_only=True)
class Clearing:
    """`due` finds the rows whose time was over at a moment, `clear` takes from some of them what must go."""

    kind: Kept
    due: Callable[[datetime], QuerySet]
    clear: Callable[[QuerySet], object]


def clear_old(*, dry: bool = False) -> Mapping[Kept, int]:
    """Everything that is over its time is gone, by the database's clock. Says how many rows of each kind.

    `dry` only counts.
    """
    now = database_now()
    counts = dict.fromkeys((each.kind for each in CLEARINGS), 0)
    for each in CLEARINGS:
        counts[each.kind] += _cleared(each, now - kept_for(each.kind), dry=dry)
    return counts


def _cleared(clearing: Clearing, before: datetime, *, dry: bool) -> int:
    rows = clearing.due(before).order_by("pk")
    if dry:
        return rows.count()
    total = last = 0
    # Each row is looked at once: what is cleared leaves the question, what is not lies before the last key.
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            clearing.clear(rows.model.objects.filter(pk__in=ids))
        total, last = total + len(ids), ids[-1]
    return total


def _old_links(before: datetime) -> QuerySet:
    # One that waits for a yes takes its pending reader along when it is forgotten: newsletter/sign_up.py.
    waits = Q(purpose=LinkPurpose.CONFIRM, used_at=None)
    return MailedLink.objects.filter(~waits, created_at__lt=before)


def _forget_readers_of(letters: QuerySet) -> None:
    """What left, and when, stays as a row for the sums; for whom it was is forgotten."""
    Addressee.objects.filter(delivery__in=letters).delete()
    letters.update(subscription=None, enrollment=None, receiver="", reply="")


def _forget_former_readers(subscriptions: QuerySet) -> None:
    """The proof keeps its words and its chain, and names nobody; whoever has no other subscription is forgotten."""
    readers = list(subscriptions.values_list("subscriber", flat=True))
    ConsentEvent.objects.filter(subscription__in=subscriptions).erase_evidence()
    subscriptions.delete()
    Subscriber.objects.filter(pk__in=readers, subscriptions=None).delete()


def _healthy_again(before: datetime) -> QuerySet:
    """Addresses of which nothing bad was heard for so long."""
    rows = AddressHealth.objects.all()
    for moment in ("counted_at", "suspended_until", "nowhere_since"):
        rows = rows.filter(Q(**{moment: None}) | Q(**{f"{moment}__lt": before}))
    return rows


def _parts_of_nobody(before: datetime) -> QuerySet:
    """Which parts a reader had, once no course of theirs goes on: until then it keeps them from coming twice."""
    standing = Subscription.objects.exclude(state=Subscription.State.ENDED).exclude(course=None)
    goes_on = standing.filter(subscriber=OuterRef("subscriber"))
    return PartHandOver.objects.filter(~Exists(goes_on), at__lt=before)


CLEARINGS = (
    Clearing(kind=Kept.MAILED_LINK, due=_old_links, clear=lambda rows: rows.delete()),
    Clearing(
        kind=Kept.RAW_REPLY,
        due=lambda before: Delivery.objects.filter(ended_at__lt=before).exclude(reply=""),
        clear=lambda rows: rows.update(reply=""),
    ),
    Clearing(
        kind=Kept.INBOUND_MAIL,
        due=lambda before: InboundEvent.objects.filter(received_at__lt=before).exclude(raw=None),
        clear=lambda rows: rows.forget_words(),
    ),
    Clearing(kind=Kept.ADDRESS_HEALTH, due=_healthy_again, clear=lambda rows: rows.delete()),
    Clearing(
        kind=Kept.DELIVERY,
        due=lambda before: Delivery.objects.filter(ended_at__lt=before).exclude(subscription=None, addressee=None),
        clear=_forget_readers_of,
    ),
    Clearing(
        kind=Kept.DELIVERY,
        due=lambda before: Exclusion.objects.filter(issue__finished_at__lt=before).exclude(subscription=None),
        clear=lambda rows: rows.update(subscription=None),
    ),
    Clearing(
        kind=Kept.WAY,
        due=_parts_of_nobody,
        clear=lambda rows: rows.delete(),
    ),
    Clearing(
        kind=Kept.WAY,
        due=lambda before: Enrollment.objects.filter(state=Standing.EXITED, ended_at__lt=before),
        clear=lambda rows: rows.delete(),
    ),
    Clearing(
        kind=Kept.CONSENT,
        due=lambda before: Subscription.objects.filter(state=Subscription.State.ENDED, ended_at__lt=before),
        clear=_forget_former_readers,
    ),
    Clearing(
        kind=Kept.ACCESS_RECORD,
        due=lambda before: AccessRecord.objects.filter(at__lt=before),
        clear=lambda rows: rows.delete(),
    ),
)
