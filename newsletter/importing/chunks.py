"""What every piece of work on an import shares: how much is done at once, and when it stops."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

AT_ONCE = 1_000  # rows in one transaction

Row = TypeVar("Row")
Over = Callable[[], bool]
"""Whether the time of this worker is over; asked between two transactions."""


def in_chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """A thousand at a time, in order."""
    source = iter(rows)
    while chunk := list(islice(source, AT_ONCE)):
        yield chunk
