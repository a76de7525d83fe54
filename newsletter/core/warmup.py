"""A new sending domain begins small: mailbox providers trust those who grow slowly (sending.md 8, readers.md 14.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

GROWTH = 1.5  # at most half as much again each day
FULL_A_DAY = 100_000  # to one group: from here on nobody asks how new we are


@dataclass(frozen=True, kw_only=True)
class WarmUp:
    """`first_day` letters to each group of mailboxes on the day `since`, then half as many again each day."""

    since: date
    first_day: int

    def budget(self, day: date) -> int | None:
        """How many letters one group may get on this day; None once the domain is warm. Days are UTC."""
        number = max(0, (day - self.since).days)
        # Far beyond the full rate nothing is computed: a plan of years ago must not become an endless number.
        if number > 100:
            return None
        budget = int(self.first_day * GROWTH**number)
        return None if budget >= FULL_A_DAY else budget

    def days_for(self, readers: Mapping[str, int], *, start: date) -> int:
        """How many days it takes until the largest group has its letters; 1 when all may leave on the first."""
        largest = max(readers.values(), default=0)
        days = 0
        while largest > 0:
            budget = self.budget(date.fromordinal(start.toordinal() + days))
            days += 1
            if budget is None:
                break
            largest -= budget
        return max(1, days)
