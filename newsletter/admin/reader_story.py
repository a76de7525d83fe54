"""All that the product knows of one reader, gathered for one page. Nothing here holds or shows the address."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from newsletter.admin.reader_courses import course_lines
from newsletter.core.delivery_state import Outcome, Reason
from newsletter.core.delivery_words import REASONS
from newsletter.core.messages import WORDS, MessageName
from newsletter.models import AccessRecord, AttributeField, Delivery, Exclusion, Subscriber, Subscription
from newsletter.suppressions import find

AT_MOST = 50  # of each kind: the newest ones


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the page prints, part by part.

    `subscriptions` come with the lines of their course; `barred` are those that a suppression keeps back.
    """

    subscriptions: list[tuple[Subscription, list[str]]]
    barred: frozenset[int]
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
    subscriptions = list(reader.subscriptions.with_target().prefetch_related("consents__actor").order_by("pk"))
    bars = set(find(reader.email).active().values_list("newsletter", flat=True))
    return Story(
        subscriptions=[(row, course_lines(row)) for row in subscriptions],
        barred=frozenset(row.pk for row in subscriptions if bars & {None, row.newsletter_id or 0}),
        suppressions=list(find(reader.email).select_related("newsletter", "lifted_by")),
        deliveries=[_line(row) for row in _deliveries(reader)],
        left_out=list(left_out.order_by("-pk")[:AT_MOST]),
        notes=list(reader.notes.select_related("staff")[:AT_MOST]),
        access=list(records[:AT_MOST]),
        attributes=[_attribute(field, reader) for field in AttributeField.objects.all()],
    )


def _deliveries(reader: Subscriber) -> list[Delivery]:
    """Letters by subscription, messages of ours by addressee: asked apart, since each has an index of its own."""
    rows = Delivery.objects.select_related("issue__newsletter", "compiled__course__series").order_by("-pk")
    letters = list(rows.filter(subscription__subscriber=reader)[:AT_MOST])
    known = {row.pk for row in letters}
    ours = [row for row in rows.filter(addressee__subscriber=reader)[:AT_MOST] if row.pk not in known]
    return sorted([*letters, *ours], key=attrgetter("pk"), reverse=True)[:AT_MOST]


def _what(row: Delivery) -> str:
    """The issue, the series of a part, or what a message of ours was for."""
    if row.issue:
        return str(row.issue)
    frozen = row.compiled
    if frozen.course:
        return f"A part of {frozen.course.name}"
    return WORDS.get(MessageName(frozen.message), "") if frozen.message else row.get_purpose_display()


def _line(row: Delivery) -> dict[str, Any]:
    outcome = "" if row.outcome == Outcome.NONE else f" Afterwards: {row.get_outcome_display().lower()}."
    outcome += f" {REASONS[Reason(row.outcome_reason)]}" if row.outcome_reason else ""
    return {
        "row": row,
        "what": _what(row),
        "known": (REASONS[Reason(row.reason)] if row.reason else "") + outcome,
    }


def _attribute(field: AttributeField, reader: Subscriber) -> dict[str, Any]:
    value = reader.attributes.get(field.slug, "")
    shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return {"field": field, "name": f"attribute-{field.slug}", "value": shown}
