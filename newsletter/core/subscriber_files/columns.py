"""What a column of a file holds: told by its header in several languages, else by what stands below it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from newsletter.core.subscriber_files.headers import SYNONYMS

ATTRIBUTE = "attribute:"
"""Before the slug of an attribute that this site declared."""

MOSTLY = 0.6  # of the cells that are not empty must look like addresses


class Column(StrEnum):
    """The meaning of a column."""

    EMAIL = "email"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    NAME = "name"
    LANGUAGE = "language"
    ZONE = "zone"
    TAGS = "tags"
    STATE = "state"
    AGREED_AT = "agreed_at"
    CONFIRMED_AT = "confirmed_at"
    AGREED_IP = "agreed_ip"
    CONFIRMED_IP = "confirmed_ip"
    LEFT_AT = "left_at"
    CLEANED_AT = "cleaned_at"
    COMPLAINED_AT = "complained_at"
    DISABLED = "disabled"
    WANTED = "wanted"
    DELETED_AT = "deleted_at"


WORDS: Mapping[Column, str] = {
    Column.EMAIL: "Address",
    Column.FIRST_NAME: "First name",
    Column.LAST_NAME: "Last name (not kept)",
    Column.NAME: "Name: its first is kept",
    Column.LANGUAGE: "Language",
    Column.ZONE: "Time zone",
    Column.TAGS: "Tags",
    Column.STATE: "State there",
    Column.AGREED_AT: "When they agreed",
    Column.CONFIRMED_AT: "When they confirmed",
    Column.AGREED_IP: "IP address then",
    Column.CONFIRMED_IP: "IP of confirmation",
    Column.LEFT_AT: "When they left",
    Column.CLEANED_AT: "When they were lost",
    Column.COMPLAINED_AT: "When they pressed spam",
    Column.DISABLED: "Switched off: yes or no",
    Column.WANTED: "Wanted: yes or no",
    Column.DELETED_AT: "When they were deleted",
}


def plain(header: str) -> str:
    """A header without what writers vary: capitals, accents' forms, spaces and signs."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(character for character in folded if character.isalnum())


_KNOWN: Mapping[str, Column] = {
    plain(word): Column[name] for name, words in SYNONYMS.items() for word in words.split(",") if word.strip()
}
_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")


def known(header: str) -> Column | None:
    """The meaning of a header that we know."""
    return _KNOWN.get(plain(header))


def looks_like_address(cell: str) -> bool:
    """Whether an address stands in this cell, bare, in brackets, or behind `mailto:`."""
    return _ADDRESS.search(cell) is not None


def is_header(cells: Sequence[str]) -> bool:
    """A first row names its columns, unless an address stands in it already."""
    return not any(looks_like_address(cell) for cell in cells)


def meanings(
    header: Sequence[str], sample: Sequence[Sequence[str]], *, own: Mapping[str, str | None], attributes: Iterable[str]
) -> list[str]:
    """What each column holds, by place; empty for what is not taken. Each meaning stands once.

    `own` are the headers of a vendor as `plain` writes them, which win over ours; None there leaves a column out.
    `attributes` are slugs of this site. Where no header says so, the column of addresses is found by its cells.
    """
    found: list[str] = []
    slugs = {plain(name): f"{ATTRIBUTE}{slug}" for slug in attributes for name in (slug, f"{ATTRIBUTE}{slug}")}
    for cell in header:
        name = plain(cell)
        meaning = own[name] if name in own else _KNOWN.get(name, slugs.get(name))
        found.append(str(meaning) if meaning and meaning not in found else "")
    if (
        Column.EMAIL not in found
        and "address" not in found
        and (place := _addresses_at(sample, len(found))) is not None
    ):
        found[place] = str(Column.EMAIL)
    return found


def _addresses_at(sample: Sequence[Sequence[str]], width: int) -> int | None:
    """The first column most of whose cells are addresses."""
    for place in range(width):
        cells = [row[place] for row in sample if place < len(row) and row[place].strip()]
        if cells and sum(map(looks_like_address, cells)) >= MOSTLY * len(cells):
            return place
    return None
