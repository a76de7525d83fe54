"""All that the product knows of one reader, gathered for one page. Nothing here holds or shows the address."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from newsletter.core.delivery_state import Outcome, Reason
from newsletter.core.delivery_words import REASONS
from newsletter.models import AccessRecord, AttributeField, Delivery, Exclusion, Subscriber
from newsletter.suppressions import find

AT_MOST = 50  # of each kind: the newest ones


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the page prints, part by part."""

    subscriptions: list[Any]
    suppressions: list[Any]
    deliveries: list[dict[str, Any]]
    left_out: list[Exclusion]
    notes: list[Any]
    access: list[AccessRecord]
    attributes: list[dict[str, Any]]


def story(reader: Subscriber, *, user) -> Story:
    """`user` decides only which access records there are: one's own, or all."""
    left_out = Exclusion.objects.filter(subscription__subscriber=reader).select_related("issue__newsletter")
    records = AccessRecord.objects.visible_to(user).filter(reader=reader.public_id).select_related("staff")
    subscriptions = reader.subscriptions.select_related("newsletter").prefetch_related("consents__actor")
    return Story(
        subscriptions=list(subscriptions.order_by("pk")),
        suppressions=list(find(reader.email).select_related("newsletter", "lifted_by")),
        deliveries=[_line(row) for row in _deliveries(reader)],
        left_out=list(left_out.order_by("-pk")[:AT_MOST]),
        notes=list(reader.notes.select_related("staff")[:AT_MOST]),
        access=list(records[:AT_MOST]),
        attributes=[_attribute(field, reader) for field in AttributeField.objects.all()],
    )


def _deliveries(reader: Subscriber) -> list[Delivery]:
    """Letters by subscription, messages of ours by addressee: asked apart, since each has an index of its own."""
    rows = Delivery.objects.select_related("issue__newsletter").order_by("-pk")
    letters = list(rows.filter(subscription__subscriber=reader)[:AT_MOST])
    known = {row.pk for row in letters}
    ours = [row for row in rows.filter(addressee__subscriber=reader)[:AT_MOST] if row.pk not in known]
    return sorted([*letters, *ours], key=attrgetter("pk"), reverse=True)[:AT_MOST]


def _line(row: Delivery) -> dict[str, Any]:
    outcome = "" if row.outcome == Outcome.NONE else f" Afterwards: {row.get_outcome_display().lower()}."
    return {
        "row": row,
        "what": str(row.issue) if row.issue else row.get_purpose_display(),
        "known": (REASONS[Reason(row.reason)] if row.reason else "") + outcome,
    }


def _attribute(field: AttributeField, reader: Subscriber) -> dict[str, Any]:
    value = reader.attributes.get(field.slug, "")
    shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return {"field": field, "name": f"attribute-{field.slug}", "value": shown}
