"""Why a delivery exists; its purpose decides how urgent it is and how long we try."""

from datetime import timedelta
from enum import IntEnum, StrEnum


class Purpose(StrEnum):
    ISSUE = "issue"
    PART = "part"
    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    SIGN_IN = "sign_in"
    PREFERENCES = "preferences"
    STAFF = "staff"
    TEST = "test"


class Priority(IntEnum):
    """Smaller goes first: a person who waits at a screen must not queue behind an issue."""

    WAITING = 0
    PART = 1
    ISSUE = 2


LETTERS = frozenset({Purpose.ISSUE, Purpose.PART})
"""Purposes that need an active subscription and carry the List-* headers."""

OWN = frozenset({Purpose.CONFIRMATION, Purpose.REMINDER, Purpose.SIGN_IN, Purpose.PREFERENCES})
"""Messages of ours to one person who asked for them: they belong to no issue and say who they are for elsewhere."""

ASKING = frozenset({Purpose.CONFIRMATION, Purpose.REMINDER})
"""Purposes that ask for a yes: none of them leaves once it was given, or when its link opens nothing any more."""

OF_NO_NEWSLETTER = frozenset({Purpose.PART, Purpose.SIGN_IN, Purpose.PREFERENCES})
"""Purposes that only a suppression of the address bars: who gets one newsletter no more still has their own page."""

SECOND_CHANCE = timedelta(days=90)
"""How old a hard bounce is when one confirmation may try the address again (readers.md 7): mailboxes come back."""

_TRIED_FOR = {
    Purpose.ISSUE: timedelta(hours=72),
    Purpose.PART: timedelta(hours=72),
    Purpose.SIGN_IN: timedelta(minutes=15),
}


def priority(purpose: Purpose) -> Priority:
    """How urgent a delivery of this purpose is."""
    return {Purpose.ISSUE: Priority.ISSUE, Purpose.PART: Priority.PART}.get(purpose, Priority.WAITING)


def tried_for(purpose: Purpose) -> timedelta:
    """How long after planning we stop trying. Confirmations and the rest get a day: the form works again."""
    return _TRIED_FOR.get(purpose, timedelta(hours=24))
