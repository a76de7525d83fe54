"""Which items of a long list stand open, and which are folded away until a reader asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST_OPEN = 7  # look.md: a longer series folds its box to first, neighbors and last

T = TypeVar("T")


@dataclass(frozen=True)
class Stretch(Generic[T]):
    """Items in a row; `start` is the number of the first of them, from 1."""

    items: tuple[T, ...]
    start: int
    is_folded: bool


def fold(items: Sequence[T], *, current: int, most: int = MOST_OPEN) -> tuple[Stretch[T], ...]:
    """The list in order, cut into open and folded stretches; `current` is a number from 1.

    Every item is in exactly one stretch. One item alone is never folded: its fold would take as much room.
    """
    is_open = [len(items) <= most or _stays(number, current, len(items)) for number in range(1, len(items) + 1)]
    opened = [_opened(is_open, place) for place in range(len(items))]
    cuts = [place for place in range(len(items)) if place == 0 or opened[place] != opened[place - 1]]
    ends = [*cuts[1:], len(items)] if cuts else []
    return tuple(
        Stretch(items=tuple(items[start:end]), start=start + 1, is_folded=not opened[start])
        for start, end in zip(cuts, ends, strict=True)
    )


def _stays(number: int, current: int, last: int) -> bool:
    return number in {1, last} or abs(number - current) <= 1


def _opened(is_open: list[bool], place: int) -> bool:
    """Open, or a single folded item between two open ones."""
    return is_open[place] or (is_open[place - 1] and is_open[place + 1])
