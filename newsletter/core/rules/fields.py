"""What a segment may ask of a subscription, and how. The address and the name are not here, on purpose:

with them a rule could tell whether one person reads this newsletter.
"""

from collections.abc import Mapping
from enum import StrEnum

from newsletter.core.attributes import Kind as AttributeKind


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
    TEXT_ATTRIBUTE = "text_attribute"
    NUMBER_ATTRIBUTE = "number_attribute"
    YES_NO_ATTRIBUTE = "yes_no_attribute"
    DATE_ATTRIBUTE = "date_attribute"


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
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Kind(StrEnum):
    """What the value of a condition is made of."""

    WORDS = "words"
    MOMENT = "moment"
    ROWS = "rows"
    PARTS = "parts"
    COUNT = "count"
    NUMBER = "number"
    DAY = "day"


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
    Field.TEXT_ATTRIBUTE: Kind.WORDS,
    Field.NUMBER_ATTRIBUTE: Kind.NUMBER,
    Field.YES_NO_ATTRIBUTE: Kind.WORDS,
    Field.DATE_ATTRIBUTE: Kind.DAY,
}

_SETS = (Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF)

_TIMES = (Operator.SINCE, Operator.BEFORE, Operator.IN_LAST_DAYS, Operator.NOT_IN_LAST_DAYS)

OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.WORDS: (Operator.IN, Operator.NOT_IN),
    Kind.MOMENT: _TIMES,
    Kind.ROWS: _SETS,
    Kind.PARTS: _SETS,
    Kind.COUNT: _SETS,
    Kind.NUMBER: (Operator.AT_LEAST, Operator.AT_MOST),
    Kind.DAY: _TIMES,
}

IN_DAYS = frozenset({Operator.IN_LAST_DAYS, Operator.NOT_IN_LAST_DAYS})
"""Operators whose value is a number of days, not a day."""

OF_ATTRIBUTES: Mapping[AttributeKind, Field] = {
    AttributeKind.TEXT: Field.TEXT_ATTRIBUTE,
    AttributeKind.CHOICE: Field.TEXT_ATTRIBUTE,
    AttributeKind.NUMBER: Field.NUMBER_ATTRIBUTE,
    AttributeKind.YES_NO: Field.YES_NO_ATTRIBUTE,
    AttributeKind.DATE: Field.DATE_ATTRIBUTE,
}
"""What is asked of an attribute that was declared as this kind; such a condition names the attribute."""

ATTRIBUTES = frozenset(OF_ATTRIBUTES.values())

OF_PROGRESS = frozenset({Field.PARTS})
"""What tells how far somebody has read: only those who may use it."""
