"""A record under the meanings of its columns, and what is read out of it that every layout shares."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from newsletter.core.addresses import Address, normal_form
from newsletter.core.first_names import joins
from newsletter.core.subscriber_files.columns import ATTRIBUTE, Column
from newsletter.core.subscriber_files.lines import UNREADABLE

LONGEST_NAME = 60
LONGEST_TAG = 60
MOST_TAGS = 50

Row = Mapping[str, str]
"""Cells by what they mean; what is not taken is not in it."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_LINK = re.compile(
    r"://|\bwww\.|\b[a-z0-9-]+\.(?:com|net|org|info|biz|ru|cn|top|xyz|shop|site|online|club)\b", re.IGNORECASE
)
_BRACKETS = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>[^<>]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
YES = frozenset({"true", "yes", "1", "y", "t", "on", "ja", "oui", "sí", "si"})
NO = frozenset({"false", "no", "0", "n", "f", "off", "nein", "non"})


def row_of(cells: Sequence[str], meanings: Sequence[str]) -> dict[str, str]:
    """The cells that are taken; a row that is too short lacks its last ones."""
    return {meaning: cell.strip() for meaning, cell in zip(meanings, cells, strict=False) if meaning}


def address_in(row: Row) -> Address:
    """The address of the row, also out of `Ada <ada@example.org>`. Raises AddressRefused."""
    cell = row.get(Column.EMAIL, "")
    found = _BRACKETS.fullmatch(cell)
    return normal_form((found["address"] if found else cell).strip(" \t\r\n\"',;"))


def first_name_in(row: Row) -> str:
    """The first name as letters may use it; empty for what is none."""
    given = row.get(Column.FIRST_NAME, "")
    if not given and (whole := row.get(Column.NAME, "")):
        given = _first_of(whole)
    if not given and (found := _BRACKETS.fullmatch(row.get(Column.EMAIL, ""))):
        given = _first_of(found["name"].strip(" \"'"))
    return clean_name(given)


def clean_name(given: str) -> str:
    """A name in one line, without controls; empty for one that is unreadable, or a link in disguise."""
    name = " ".join(_CONTROLS.sub(_spaced, unicodedata.normalize("NFC", given)).split())
    if UNREADABLE.search(name) or "@" in name or _LINK.search(name):
        return ""
    return name[:LONGEST_NAME].strip()


def _spaced(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) == 1 and joins(found.string, found.start()) else " "


def tags_in(row: Row) -> tuple[str, ...]:
    """The tags, parted by commas or semicolons, each of which may stand in quotes; every one once."""
    found: dict[str, str] = {}
    for quoted, bare in re.findall(r'"([^"]*)"|([^",;]+)', row.get(Column.TAGS, "")):
        tag = " ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFC", quoted or bare)).split())[:LONGEST_TAG].strip()
        if tag and not UNREADABLE.search(tag):
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())[:MOST_TAGS]


def language_in(row: Row) -> str:
    """The language as a short code, like en or pt-br; empty where none is said."""
    code = row.get(Column.LANGUAGE, "").lower().replace("_", "-")
    return code if len(code) <= 12 and _LANGUAGE.fullmatch(code) else ""


def attributes_in(row: Row) -> dict[str, str]:
    """What the row says of this site's attributes, by slug; nothing for an empty cell."""
    return {
        meaning.removeprefix(ATTRIBUTE): cell for meaning, cell in row.items() if meaning.startswith(ATTRIBUTE) and cell
    }


def says(row: Row, column: Column) -> bool | None:
    """What a cell of yes or no says; None for neither."""
    word = row.get(column, "").casefold()
    return True if word in YES else False if word in NO else None


def _first_of(whole: str) -> str:
    """The first name out of a whole one: `Lovelace, Ada` and `Ada Lovelace` are both Ada."""
    before, comma, after = whole.partition(",")
    words = (after if comma else before).split()
    return words[0] if words else ""
