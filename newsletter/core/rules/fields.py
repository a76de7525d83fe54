"""What a segment may ask of a subscription, and how. The address and the name are not here, on purpose:

with them a rule could tell whether one person reads this newsletter.
"""

from collections.abc import Mapping
from enum import StrEnum


class Field(StrEnum):
    LANGUAGE = "language"
    ZONE = "zone"
    SOURCE = "source"
    STATE = "state"
    JOINED = "joined"
    CONFIRMED = "confirmed"
    TAGS = "tags"
    NEWSLETTERS = "newsletters"
    ISSUES = "issues"
    LAST_ISSUES = "last_issues"
    PARTS = "parts"


class Operator(StrEnum):
    IN = "in"
    NOT_IN = "not_in"
    BEFORE = "before"
    SINCE = "since"
    IN_LAST_DAYS = "in_last_days"
    NOT_IN_LAST_DAYS = "not_in_last_days"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"


class Kind(StrEnum):
    """What the value of a condition is made of."""

    WORDS = "words"
    MOMENT = "moment"
    ROWS = "rows"
    PARTS = "parts"
    COUNT = "count"


KINDS: Mapping[Field, Kind] = {
    Field.LANGUAGE: Kind.WORDS,
    Field.ZONE: Kind.WORDS,
    Field.SOURCE: Kind.WORDS,
    Field.STATE: Kind.WORDS,
    Field.JOINED: Kind.MOMENT,
    Field.CONFIRMED: Kind.MOMENT,
    Field.TAGS: Kind.ROWS,
    Field.NEWSLETTERS: Kind.ROWS,
    Field.ISSUES: Kind.ROWS,
    Field.LAST_ISSUES: Kind.COUNT,
    Field.PARTS: Kind.PARTS,
}

_SETS = (Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF)

OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.WORDS: (Operator.IN, Operator.NOT_IN),
    Kind.MOMENT: (Operator.SINCE, Operator.BEFORE, Operator.IN_LAST_DAYS, Operator.NOT_IN_LAST_DAYS),
    Kind.ROWS: _SETS,
    Kind.PARTS: _SETS,
    Kind.COUNT: _SETS,
}

IN_DAYS = frozenset({Operator.IN_LAST_DAYS, Operator.NOT_IN_LAST_DAYS})
"""Operators whose value is a number of days, not a day."""

OF_PROGRESS = frozenset({Field.PARTS})
"""What tells how far somebody has read: only those who may use it."""
