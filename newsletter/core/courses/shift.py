"""What an edit of a course does to the dates of those who wait: counted by the planner before it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newsletter.core.courses.plan import Because, Due, Plan


@dataclass(frozen=True, kw_only=True)
class Shift:
    """How many become due at once, and how many get their part earlier or later; `first_at` is the first new date."""

    at_once: int = 0
    earlier: int = 0
    later: int = 0
    first_at: datetime | None = None

    def __bool__(self) -> bool:
        return self.first_at is not None


def shift_of(plans: Iterable[tuple[Plan, Plan]]) -> Shift:
    """The sum over all readers, each with the plan of today and the plan after the edit."""
    moved = [
        (was, will)
        for was, will in plans
        if isinstance(was, Due) and isinstance(will, Due) and (was.part, was.at) != (will.part, will.at)
    ]
    sooner = [will for was, will in moved if will.at < was.at]
    at_once = sum(Because.CHANGED in will.because for will in sooner)
    return Shift(
        at_once=at_once,
        earlier=len(sooner) - at_once,
        later=len(moved) - len(sooner),
        first_at=min((will.at for _, will in moved), default=None),
    )
