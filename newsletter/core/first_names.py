"""The name that letters greet a reader with, as anybody may give it."""

import unicodedata

from cms.core.marked import gettext_noop

LONGEST = 60
JOINERS = "\u200c\u200d"  # Persian and Indic names are written with them, and so are families of emoji (UAX #31)
TOO_LONG = gettext_noop("Please give a name of at most 60 letters, or leave it empty.")
NO_NAME = gettext_noop("Please give just a name here, or leave it empty.")


class NameRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Not what letters can greet with; the message is meant for the person who typed it."""


def first_name(given: str) -> str:
    """As it is kept: on one line, without spaces around. Raises NameRefused for what could carry an advertisement."""
    name = " ".join(given.split())
    if len(name) > LONGEST:
        raise NameRefused(TOO_LONG)
    if not _is_readable(name) or "://" in name or "www." in name.lower():
        raise NameRefused(NO_NAME)
    return name


def joins(name: str, at: int) -> bool:
    """Whether a joiner stands there between two signs that it can join."""
    return name[at] in JOINERS and _can_be_joined(name[:at][-1:]) and _can_be_joined(name[at + 1 :][:1])


def _is_readable(name: str) -> bool:
    """Whether nothing in it is invisible but the joiners of two signs."""
    return all(sign.isprintable() or joins(name, at) for at, sign in enumerate(name))


def _can_be_joined(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign)[0] in "LMS"
