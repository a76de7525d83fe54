"""How far each group of mailboxes is. An issue takes as long as the slowest; nobody knows while one stands still."""

from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 10  # letters that a group would have had by its share: without one of them it is no accident
NAMED = 2


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """How far the letters to one group of mailboxes are: a large provider, or a domain.

    `lately` is how many were handed over in the last minute.
    """

    name: str
    ended: int
    recipients: int
    lately: int = 0


@dataclass(frozen=True, kw_only=True)
class ToCome:
    """Letters to one group of mailboxes that have not ended; `lately` is how many left while the pace was measured.

    `kept_back` says what keeps them, where that is known. `next_try` is a time of day, `wait_s` how far it is off;
    both say nothing where a letter may leave at once.
    """

    name: str
    count: int
    lately: int = 0
    kept_back: str = ""
    next_try: str = ""
    wait_s: float = 0.0

    @property
    def words(self) -> str:
        """Why nobody knows when its last letter leaves."""
        tried = f"is tried again at {self.next_try}" if self.next_try else "takes nothing just now"
        return f"{self.name or 'Somebody'} {self.kept_back or tried}"

    def seconds_left(self, window_s: float) -> float:
        """At its own pace; of a small group that had none yet at least until it is tried."""
        return window_s * self.count / self.lately if self.lately else self.wait_s


def standstill(groups: Sequence[ToCome], *, still: int, lately: float) -> str:
    """Which groups stand still, in a few words; empty when each of them moves, or is too small to tell.

    `still` and `lately` are those of the whole issue.
    """
    standing = [
        group for group in groups if group.kept_back or (not group.lately and lately * group.count >= ENOUGH * still)
    ]
    words = [group.words for group in standing[:NAMED]]
    if len(standing) > NAMED:
        words.append(f"{len(standing) - NAMED:,} more wait as well")
    return ", ".join(words)


def told(rate: float, *, seconds_left: int | None, why_unknown: str) -> str:
    """The pace and how long it still takes, for a person."""
    pace = f"{rate:,.1f} a second" if rate >= 0.1 else f"{60 * rate:,.0f} a minute"
    if seconds_left is None:
        return f"{pace} in the last minute; how long it still takes is not known: {why_unknown}."
    minutes, seconds = divmod(seconds_left, 60)
    left = f"{minutes:,} min {seconds} s" if minutes else f"{seconds} s"
    return f"{pace} in the last minute; about {left} left."
