"""A rule asked of one reader, plainly: the meaning that the database's answer is measured by."""

import re
from collections.abc import Mapping, Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from newsletter.core.rules.fields import ATTRIBUTES, KINDS, Field, Kind, Operator
from newsletter.core.rules.tree import Condition, Either, Every, Node, Not, Rule


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a rule means depends on when and where it is asked. `last_issues` are ids, newest first."""

    at: datetime
    zone: ZoneInfo
    last_issues: tuple[int, ...] = ()

    def beginning_of(self, day: date) -> datetime:
        """The instant at which that day begins in the newsletter's zone."""
        return datetime.combine(day, time.min, tzinfo=self.zone)

    @property
    def today(self) -> date:
        """The day that it is where the newsletter lives."""
        return self.at.astimezone(self.zone).date()

    def days_ago(self, days: int) -> datetime:
        """So many times 24 hours before it is asked."""
        return self.at - timedelta(days=days)


@dataclass(frozen=True, kw_only=True)
class ReaderFacts:
    """What a rule may know of one subscription."""

    language: str
    zone: str
    source: str
    state: str
    joined: datetime
    confirmed: datetime | None
    tags: AbstractSet[int] = frozenset()
    newsletters: AbstractSet[int] = frozenset()
    issues: AbstractSet[int] = frozenset()
    parts: AbstractSet[str] = frozenset()
    attributes: Mapping[str, Any] = field(default_factory=dict)


def addresses(rule: Rule, reader: ReaderFacts, *, now: Circumstances) -> bool:
    """Whether the letter is meant for this reader at all."""
    return rule.include is None or holds(rule.include, reader, now=now)


def leaves_out(rule: Rule, reader: ReaderFacts, *, now: Circumstances) -> bool:
    """Whether the rule leaves this reader out although it addresses them."""
    return rule.exclude is not None and holds(rule.exclude, reader, now=now)


def holds(node: Node, reader: ReaderFacts, *, now: Circumstances) -> bool:
    """Whether this is so. There is no "unknown": who never confirmed did not confirm before any day, nor since."""
    match node:
        case Every(nodes):
            return all(holds(one, reader, now=now) for one in nodes)
        case Either(nodes):
            return any(holds(one, reader, now=now) for one in nodes)
        case Not(inner):
            return not holds(inner, reader, now=now)
        case Condition():
            return _asked(node, reader, now=now)


def _asked(asked: Condition, reader: ReaderFacts, *, now: Circumstances) -> bool:
    if asked.field in ATTRIBUTES:
        return _attribute(asked, reader.attributes.get(asked.of), now=now)
    value = cast("Any", asked.value)  # `read_value` saw to it that it fits its field
    match KINDS[asked.field]:
        case Kind.WORDS:
            return (getattr(reader, asked.field) in value) is (asked.operator is Operator.IN)
        case Kind.MOMENT:
            return _in_time(getattr(reader, asked.field), asked.operator, value, now=now)
        case Kind.COUNT:
            return _among(asked.operator, frozenset(now.last_issues[:value]), reader.issues)
        case _:
            return _among(asked.operator, frozenset(value), getattr(reader, asked.field))


def _attribute(asked: Condition, held: Any, *, now: Circumstances) -> bool:
    """What is not of the kind that is asked for is as if it were not there: the declaration may have changed."""
    value = cast("Any", asked.value)
    match asked.field:
        case Field.TEXT_ATTRIBUTE:
            return (isinstance(held, str) and held in value) is (asked.operator is Operator.IN)
        case Field.YES_NO_ATTRIBUTE:
            said = {True: "yes", False: "no"}[held] if isinstance(held, bool) else ""
            return (said in value) is (asked.operator is Operator.IN)
        case Field.NUMBER_ATTRIBUTE:
            if isinstance(held, bool) or not isinstance(held, int | float):
                return False
            return bool(float(held) >= value if asked.operator is Operator.AT_LEAST else float(held) <= value)
        case _:
            first, last = days_asked(asked, now=now)
            return isinstance(held, str) and DAY.fullmatch(held) is not None and first <= held <= last


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a day is stored, so that its words sort as days do."""
_FIRST, _LAST = "0000-00-00", "9999-99-99"


def days_asked(asked: Condition, *, now: Circumstances) -> tuple[str, str]:
    """The first and the last day for which a condition on a day holds, as they are stored."""
    value = cast("Any", asked.value)
    match asked.operator:
        case Operator.BEFORE:
            return _FIRST, (value - timedelta(days=1)).isoformat()
        case Operator.SINCE:
            return value.isoformat(), _LAST
        case Operator.IN_LAST_DAYS:
            return (now.today - timedelta(days=value)).isoformat(), now.today.isoformat()
        case _:
            return _FIRST, (now.today - timedelta(days=value + 1)).isoformat()


def _in_time(moment: datetime | None, operator: Operator, value: Any, *, now: Circumstances) -> bool:
    if moment is None:
        return False
    match operator:
        case Operator.BEFORE:
            return moment < now.beginning_of(value)
        case Operator.SINCE:
            return moment >= now.beginning_of(value)
        case Operator.IN_LAST_DAYS:
            return moment >= now.days_ago(value)
        case _:
            return moment < now.days_ago(value)


def _among(operator: Operator, wanted: AbstractSet[Any], had: AbstractSet[Any]) -> bool:
    match operator:
        case Operator.ANY_OF:
            return bool(wanted & had)
        case Operator.ALL_OF:
            return wanted <= had
        case _:
            return not wanted & had
