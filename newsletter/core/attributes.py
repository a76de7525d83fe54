"""What staff may note of a reader beyond name and language: declared first, typed, and checked before it is stored."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.core.kept_text import NEVER_KEPT

LONGEST_TEXT = 200

Value = str | int | float | bool


class Kind(StrEnum):
    """What an attribute holds. A date is stored as its ISO text, so that it sorts in JSON too."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    CHOICE = "choice"


class AttributeRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Not what the declaration asks for; the message is meant for the person who gave it."""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """One attribute as it was declared; `choices` count only for a choice."""

    slug: str
    kind: Kind
    choices: Sequence[str] = ()


def checked(given: Mapping[str, object], *, declared: Mapping[str, Declared]) -> dict[str, Value]:
    """The values as they are stored; what is empty is left out. Raises AttributeRefused, naming the attribute."""
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise AttributeRefused(f"There is no attribute “{unknown[0]}”. Declare it first, or leave it out.")
    return {
        slug: stored_value(value, declared=declared[slug]) for slug, value in given.items() if value not in (None, "")
    }


def stored_value(given: object, *, declared: Declared) -> Value:
    """One value, as JSON keeps it. Raises AttributeRefused."""
    return _READ[declared.kind](given, declared)


def _text(given: object, declared: Declared) -> str:
    if not isinstance(given, str) or len(given.strip()) > LONGEST_TEXT:
        raise AttributeRefused(f"“{declared.slug}” is a text of at most {LONGEST_TEXT} characters.")
    if NEVER_KEPT.search(given):
        raise AttributeRefused(f"“{declared.slug}” holds a character that no database keeps. Please type it anew.")
    return given.strip()


def _number(given: object, declared: Declared) -> int | float:
    words = f"“{declared.slug}” is a number, written like 12 or 3.5."
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise AttributeRefused(words)
    try:
        number = float(given)
    except ValueError as error:
        raise AttributeRefused(words) from error
    if not math.isfinite(number):
        raise AttributeRefused(words)
    return int(number) if number.is_integer() else number


_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _yes_no(given: object, declared: Declared) -> bool:
    if isinstance(given, bool):
        return given
    found = _YES_NO.get(str(given).strip().lower())
    if found is None:
        raise AttributeRefused(f"“{declared.slug}” is yes or no.")
    return found


def _date(given: object, declared: Declared) -> str:
    try:
        return date.fromisoformat(str(given).strip()).isoformat()
    except ValueError as error:
        raise AttributeRefused(f"“{declared.slug}” is a day, written like 2026-06-03.") from error


def _choice(given: object, declared: Declared) -> str:
    text = str(given).strip()
    if text not in declared.choices:
        raise AttributeRefused(f"“{declared.slug}” is one of: {', '.join(declared.choices)}.")
    return text


_READ = {Kind.TEXT: _text, Kind.NUMBER: _number, Kind.YES_NO: _yes_no, Kind.DATE: _date, Kind.CHOICE: _choice}
