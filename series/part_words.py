"""A part's number, and the day on which it comes, in the language that is active; an author's own words stay."""

from datetime import datetime
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from series.core.shown import ShownPart, name_of


class Numbered(Protocol):
    """A part, or its place in a series."""

    @property
    def label(self) -> str: ...

    @property
    def words(self) -> str: ...

    @property
    def position(self) -> int: ...

    @property
    def of(self) -> int: ...


def label_words(part: Numbered) -> str:
    """Part 2; or what the author calls it."""
    if part.label == f"Part {part.position}":
        return pgettext("a label", "Part %(number)s") % {"number": part.position}
    return part.label


def number_words(part: Numbered) -> str:
    """Part 2 of 3, where the total is a promise."""
    label = label_words(part)
    if part.words == part.label:
        return label
    return gettext("%(label)s of %(total)s") % {"label": label, "total": part.of}


def promise(part: ShownPart | None) -> str:
    """What a letter promises at its end; nothing where nothing is announced."""
    if part is None:
        return ""
    label, name = label_words(part), name_of(part)
    name = gettext("%(label)s: %(title)s") % {"label": label, "title": name} if label else name
    if part.publishes_at is None:
        return gettext("Still to come: %(part)s.") % {"part": name}
    return gettext("Still to come: %(part)s, on %(day)s.") % {"part": name, "day": day_words(part.publishes_at)}


def day_words(instant: datetime) -> str:
    """Friday 12 June, in the zone that the instant carries."""
    # Translators: how Django's date formats write a day, such as Friday 12 June.
    return date_format(instant, gettext("l j F"))
