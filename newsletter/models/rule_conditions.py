"""A segment's rule as one question to the database; it means what `core.rules.evaluation` says it means.

Each condition is true or false for every row, never NULL, so that `not` is safe; lists of rows are asked by EXISTS,
so that no reader counts twice.
"""

from datetime import date, datetime
from functools import reduce
from operator import and_, or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from newsletter.core.delivery_state import State
from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import Purpose
from newsletter.core.rules.evaluation import Circumstances
from newsletter.core.rules.fields import ATTRIBUTES, KINDS, Field, Kind, Operator
from newsletter.core.rules.tree import Condition, Either, Every, Node, Not, Rule
from newsletter.core.rules.values import MOST_LAST_ISSUES
from newsletter.models.attribute_conditions import attribute_condition
from newsletter.models.compiled import IssueItem
from newsletter.models.deliveries import Delivery
from newsletter.models.issues import Issue
from newsletter.models.newsletters import Newsletter
from newsletter.models.parts_handed_over import PartHandOver
from newsletter.models.reader_tags import Tagging
from newsletter.models.subscriptions import Subscription

_COLUMNS = {
    Field.LANGUAGE: "subscriber__language",
    Field.ZONE: "subscriber__zone",
    Field.SOURCE: "subscriber__source",
    Field.STATE: "state",
    Field.JOINED: "created_at",
    Field.CONFIRMED: "confirmed_at",
}
HAD = "whole"
"""How a letter must have shown a part for its reader to have had it."""


def told_rule(rows: QuerySet, rule: Rule | None, *, now: Circumstances) -> QuerySet:
    """Each subscription says whether the rule addresses it, and whether it leaves it out all the same."""
    return rows.annotate(
        addressed=answer(rule and rule.include, now=now, without=True),
        left_out=answer(rule and rule.exclude, now=now, without=False),
    )


def selected(rows: QuerySet, rule: Rule, *, now: Circumstances) -> QuerySet:
    """Those whom the rule addresses and does not leave out."""
    included = rows.filter(condition(rule.include, now=now)) if rule.include else rows
    return included.exclude(condition(rule.exclude, now=now)) if rule.exclude else included


def circumstances(newsletter: Newsletter, *, at: datetime, besides: int | None = None) -> Circumstances:
    """When and where a rule is asked; the issue that asks, `besides`, is none of the last ones."""
    begun = Issue.objects.filter(newsletter=newsletter, started_at__lt=at).exclude(
        Q(state__in=[IssueState.DRAFT, IssueState.SCHEDULED]) | Q(pk=besides)
    )
    last = begun.order_by("-started_at", "-pk").values_list("pk", flat=True)[:MOST_LAST_ISSUES]
    return Circumstances(at=at, zone=ZoneInfo(newsletter.zone), last_issues=tuple(last))


def answer(node: Node | None, *, now: Circumstances, without: bool) -> Case:
    """The rule's answer for each row, for an annotation; `without` is the answer when there is no rule."""
    if node is None:
        return Value(without, output_field=BooleanField())
    return Case(When(condition(node, now=now), then=Value(True)), default=Value(False), output_field=BooleanField())


def condition(node: Node, *, now: Circumstances) -> Q:
    """For `filter` on subscriptions."""
    match node:
        case Every(nodes):
            return reduce(and_, (condition(one, now=now) for one in nodes))
        case Either(nodes):
            return reduce(or_, (condition(one, now=now) for one in nodes))
        case Not(inner):
            return ~condition(inner, now=now)
        case Condition():
            return _asked(node, now=now)


def _asked(asked: Condition, *, now: Circumstances) -> Q:
    if asked.field in ATTRIBUTES:
        return attribute_condition(asked, now=now)
    value: Any = asked.value
    match KINDS[asked.field]:
        case Kind.WORDS:
            found = Q((f"{_COLUMNS[asked.field]}__in", value))
            return found if asked.operator is Operator.IN else ~found
        case Kind.MOMENT:
            return _in_time(_COLUMNS[asked.field], asked.operator, value, now=now)
        case Kind.COUNT:
            return _among(asked.operator, [_recipient_of(issue) for issue in now.last_issues[:value]])
        case _:
            return _among(asked.operator, [_ROWS[asked.field](one) for one in value])


def _in_time(column: str, operator: Operator, value: date | int, *, now: Circumstances) -> Q:
    known = Q((f"{column}__isnull", False))
    instant = now.days_ago(value) if isinstance(value, int) else now.beginning_of(value)
    later = operator in {Operator.SINCE, Operator.IN_LAST_DAYS}
    return known & Q((f"{column}__{'gte' if later else 'lt'}", instant))


def _among(operator: Operator, found: list[Q]) -> Q:
    match operator:
        case Operator.ANY_OF:
            return reduce(or_, found) if found else _NOBODY
        case Operator.ALL_OF:
            return reduce(and_, found) if found else ~_NOBODY
        case _:
            return ~reduce(or_, found) if found else ~_NOBODY


_NOBODY = Q(pk__in=[])


def _tagged(tag: int) -> Q:
    return Q(Exists(Tagging.objects.filter(tag=tag, subscriber=OuterRef("subscriber"))))


def _reads(newsletter: int) -> Q:
    states = [Subscription.State.ACTIVE, Subscription.State.PAUSED]
    theirs = Subscription.objects.filter(subscriber=OuterRef("subscriber"), newsletter=newsletter, state__in=states)
    return Q(Exists(theirs.order_by()))


def _recipient_of(issue: int) -> Q:
    return Q(Exists(Delivery.objects.filter(subscription=OuterRef("pk"), issue=issue, purpose=Purpose.ISSUE)))


def _had(part: str) -> Q:
    """By either road: in a letter of this newsletter, or as the course says of the reader, also on its way."""
    showing = IssueItem.objects.filter(part_uuid=part, mode=HAD).order_by().values("compiled")
    letters = Delivery.objects.filter(subscription=OuterRef("pk"), state=State.HANDED_OVER, compiled__in=showing)
    handed = PartHandOver.objects.standing().filter(subscriber=OuterRef("subscriber"), part=part)
    return Q(Exists(letters)) | Q(Exists(handed))


_ROWS = {Field.TAGS: _tagged, Field.NEWSLETTERS: _reads, Field.ISSUES: _recipient_of, Field.PARTS: _had}
