"""Groups of mailboxes take turns: nobody gets a second letter before all had a first, however a list is sorted."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

STEP = timedelta(microseconds=1)  # a million letters to one group are all due within a second


class Turns:
    """How many letters of an issue each group has had a place for so far; `had` is what was planned before."""

    def __init__(self, had: Mapping[str, int]) -> None:
        self._had = Counter(had)

    def due(self, group: str, *, start: datetime) -> datetime:
        """The moment of the group's next letter. Letters leave in this order, so a slow group starves nobody."""
        turn = self._had[group]
        self._had[group] = turn + 1
        return start + turn * STEP
