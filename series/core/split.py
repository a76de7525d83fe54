"""Where a long text may be cut into parts, and what the parts then hold: every block once, in order, unchanged."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from series.core import reading_time

Row = Mapping[str, Any]
LONG_READ_MINUTES = 8  # from here on a split is offered
_TAG = re.compile(r"<[^>]*>")
_POINTS_AWAY = re.compile(
    r"\b(?:(?:in|see|as|of|from) )?(?:(?:the|our) )?(?:next|previous|following|last|preceding) "
    r"(?:section|chapter|part)\b"
    r"|\b(?:section|chapter|part)s? (?:above|below)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A level-2 heading that a part may begin with."""

    block_id: str
    heading: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One part: the stored blocks from its cut to the next."""

    rows: tuple[Row, ...]

    @property
    def minutes(self) -> int:
        return reading_time.minutes(sum(len(words.split()) for row in self.rows for _, words in _texts(row["value"])))


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Words that point to a section which may lie in another part afterwards."""

    block_id: str
    passage: str


def cuts(rows: Sequence[Row]) -> tuple[Cut, ...]:
    """Every level-2 heading with something before it, in order."""
    return tuple(
        Cut(block_id=str(row["id"]), heading=str(row["value"]["text"])) for row in rows[1:] if _may_begin_a_part(row)
    )


def pieces(rows: Sequence[Row], *, at: Collection[str]) -> tuple[Piece, ...]:
    """The text cut before each block whose id is in `at`; put together again they are the text.

    Raises ValueError for a cut that is no level-2 heading of the text.
    """
    unknown = set(at) - {cut.block_id for cut in cuts(rows)}
    if unknown:
        raise ValueError(f"No part can begin at {', '.join(sorted(unknown))}. Cut at a heading of level 2.")
    starts = [0, *(number for number, row in enumerate(rows) if str(row["id"]) in at), len(rows)]
    return tuple(Piece(rows=tuple(rows[start:end])) for start, end in pairwise(starts) if start < end)


def pointers(rows: Sequence[Row]) -> tuple[Pointer, ...]:
    """Phrases such as "in the next section", and links to a place in the same text."""
    return tuple(
        Pointer(block_id=str(row["id"]), passage=passage)
        for row in rows
        for markup, words in _texts(row["value"])
        for passage in _pointing(markup, words)
    )


def _may_begin_a_part(row: Row) -> bool:
    return row["type"] == "heading" and str(row["value"].get("level")) == "2"


def _pointing(markup: str, words: str) -> Iterator[str]:
    yield from (found.group() for found in _POINTS_AWAY.finditer(words))
    yield from re.findall(r'href="(#[^"]+)"', markup)


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in a stored value, with its markup and without."""
    if isinstance(value, str):
        yield value, " ".join(_TAG.sub(" ", value).split())
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
