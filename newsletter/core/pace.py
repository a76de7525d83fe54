"""How fast letters may leave: buckets of tokens, what slowing down and recovering mean, and who may be claimed now.

True means: in every stretch of t seconds the next server is offered at most rate x t + one bucket (sending.md 8).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

BUCKET_S = 0.25  # seconds' worth that may lie in a bucket: letters leave evenly, and a slow claim loses nothing
CLOSED_FOR = timedelta(minutes=5)
QUIET = timedelta(minutes=10)
RECOVERY = 1.1
RECOVERED_AFTER = 144  # quiet stretches, a whole day: the rate is almost a million times what it was
SLOWEST = 0.2  # a second: also the most patient receiver gets a letter every five seconds
LONGEST_WAIT_S = 1.0


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """Tokens of one limit; a letter takes one. `per_second` is letters a second."""

    per_second: float
    tokens: float
    refilled_at: datetime

    @property
    def capacity(self) -> float:
        return 1 + self.per_second * BUCKET_S  # one more, so that a late look at a slow limit loses nothing

    def refilled(self, now: datetime) -> "Bucket":
        """What lies in it at `now`; a clock that goes back takes nothing out."""
        passed = max(0.0, (now - self.refilled_at).total_seconds())
        tokens = min(self.capacity, self.tokens + passed * self.per_second)
        return replace(self, tokens=tokens, refilled_at=max(now, self.refilled_at))

    def without(self, taken: int) -> "Bucket":
        return replace(self, tokens=self.tokens - taken)

    @property
    def whole(self) -> int:
        """How many letters may be taken now."""
        return math.floor(self.tokens + 1e-9)

    @property
    def wait_s(self) -> float:
        """Seconds until the next whole token."""
        return max(0.0, (1 - self.tokens) / self.per_second)


def slowed(per_second: float) -> float:
    """The rate after the receiver said that we are too fast."""
    return max(SLOWEST, per_second / 2)


def recovered(per_second: float, *, quiet_for: timedelta) -> float:
    """The rate after so long without another complaint: a tenth more for each whole ten minutes of at most a day."""
    # Without an end the number is too large for the machine after 52 days, and no claim succeeds any more.
    return per_second * RECOVERY ** min(max(0, quiet_for // QUIET), RECOVERED_AFTER)


@dataclass(kw_only=True)
class Allowance:
    """How many deliveries one claim may take: of the whole route, and of each group of mailboxes.

    `groups` are those with a limit of their own; all others may take `of_others` each, or as many as there are.
    """

    route: int | None = None
    groups: Mapping[str, int] = field(default_factory=dict)
    of_others: int | None = None
    taken: Counter[str] = field(default_factory=Counter)

    @property
    def is_unlimited(self) -> bool:
        """Whether nobody set a limit and no receiver asked for one."""
        return self.route is None and not self.groups and self.of_others is None

    @property
    def is_open(self) -> bool:
        return self.route is None or self.route > self.taken.total()

    def left(self, limit: int) -> int:
        """How many more may be taken, at most `limit`."""
        return limit if self.route is None else max(0, min(limit, self.route - self.taken.total()))

    @property
    def closed(self) -> frozenset[str]:
        """Groups of which nothing more may be taken."""
        known = {*self.groups, *(self.taken if self.of_others is not None else ())}
        return frozenset(group for group in known if self._left_of(group) <= 0)

    def admit(self, rows: Iterable[tuple[int, str]]) -> list[int]:
        """The ids of (id, group) that may go, in their order; they are counted as taken."""
        admitted = []
        for pk, group in rows:
            if self.is_open and self._left_of(group) > 0:
                self.taken[group] += 1
                admitted.append(pk)
        return admitted

    def _left_of(self, group: str) -> float:
        limit = self.groups.get(group, self.of_others)
        return math.inf if limit is None else limit - self.taken[group]
