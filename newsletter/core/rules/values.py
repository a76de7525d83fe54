"""What a condition compares with: checked and bounded here, so that a rule can ask for nothing unheard of."""

import math
import re
from datetime import date
from typing import Any
from uuid import UUID

from newsletter.core.rules.fields import IN_DAYS, KINDS, Field, Kind, Operator
from newsletter.core.rules.refusal import RuleRefused
from newsletter.core.rules.tree import Value

MOST_VALUES = 100
LONGEST_WORD = 64
MOST_DAYS = 3650
MOST_LAST_ISSUES = 20
FURTHEST_NUMBER = 10**15
_HIGHEST_ID = 2**63 - 1
STATES = ("active", "paused")
"""Only these are candidates: who has not confirmed, or has left, is addressed by no letter."""
YES_NO = ("yes", "no")
_NAME = re.compile(r"[-\w]{1,40}", re.ASCII)


def read_value(given: object, *, field: Field, operator: Operator, where: str) -> Value:
    """The value of one condition. Raises RuleRefused."""
    where = f"{where}.value"
    match KINDS[field]:
        case Kind.WORDS:
            return _words(given, field=field, where=where)
        case Kind.PARTS:
            return tuple(_uuid(one, where=where) for one in _listed(given, where=where))
        case Kind.ROWS:
            return tuple(_whole(one, most=_HIGHEST_ID, where=where) for one in _listed(given, where=where))
        case Kind.COUNT:
            return _whole(given, most=MOST_LAST_ISSUES, where=where)
        case Kind.NUMBER:
            return _number(given, where=where)
        case Kind.MOMENT | Kind.DAY:
            return _whole(given, most=MOST_DAYS, where=where) if operator in IN_DAYS else _day(given, where=where)


def read_name(given: object, *, where: str) -> str:
    """The name of an attribute. Raises RuleRefused."""
    if isinstance(given, str) and _NAME.fullmatch(given):
        return given
    raise RuleRefused(where, "This is not the name of an attribute.", "Name it as it was declared.")


def written_value(value: Value) -> Any:
    """As JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _words(given: object, *, field: Field, where: str) -> tuple[str, ...]:
    found = tuple(_word(one, where=where) for one in _listed(given, where=where))
    if field is Field.STATE and not set(found) <= set(STATES):
        raise RuleRefused(where, "No letter addresses readers in this state.", f"Use one of: {', '.join(STATES)}.")
    if field is Field.YES_NO_ATTRIBUTE and not set(found) <= set(YES_NO):
        raise RuleRefused(where, "This attribute is yes or no.", f"Use one of: {', '.join(YES_NO)}.")
    return found


def _listed(given: object, *, where: str) -> list[object]:
    if not isinstance(given, list) or not given:
        raise RuleRefused(where, "There is nothing to compare with.", "Choose at least one value.")
    if len(given) > MOST_VALUES:
        raise RuleRefused(where, "That are too many values.", f"Choose at most {MOST_VALUES}.")
    return given


def _word(given: object, *, where: str) -> str:
    if not isinstance(given, str) or not given.strip() or len(given) > LONGEST_WORD or "\0" in given:
        raise RuleRefused(where, "This is not a word.", f"Give a text of at most {LONGEST_WORD} characters.")
    return given


def _whole(given: object, *, most: int, where: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= most:
        raise RuleRefused(where, "This number does not fit here.", f"Give a whole number from 1 to {most}.")
    return given


def _number(given: object, *, where: str) -> int | float:
    number = given if isinstance(given, int | float) and not isinstance(given, bool) else math.nan
    if abs(number) <= FURTHEST_NUMBER:  # not so for what is no number
        return number
    raise RuleRefused(where, "This number does not fit here.", "Write it like 12 or 3.5.")


def _uuid(given: object, *, where: str) -> str:
    try:
        return str(UUID(given)) if isinstance(given, str) else _refuse_part(where)
    except ValueError:
        return _refuse_part(where)


def _refuse_part(where: str) -> str:
    raise RuleRefused(where, "This is not the number of a part.", "Choose parts from the list.")


def _day(given: object, *, where: str) -> date:
    try:
        if isinstance(given, str) and len(given) == len("2026-06-03"):
            day = date.fromisoformat(given)
            if 1970 <= day.year <= 9000:
                return day
    except ValueError:
        pass  # refused below, with the same words
    raise RuleRefused(where, "This day does not exist.", "Write it like 2026-06-03.")
