"""Several things in one sentence."""

from collections.abc import Iterable


def listed(things: Iterable[str], *, last: str = "and") -> str:
    """The things as people list them: a, b and c; `last` stands before the final one. Raises ValueError for none."""
    *others, final = things
    return f"{', '.join(others)} {last} {final}" if others else final


def counted(number: int, noun: str) -> str:
    """1 reader, 2 readers."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
