"""How far an issue is: the account of every candidate, and what it waits for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TypeVar

from cms.core.listing import counted
from newsletter.core.audience import WORDS as EXCLUSION_WORDS, Reason
from newsletter.core.delivery_state import ENDS, State
from newsletter.core.delivery_words import STATES as DELIVERY_WORDS, told_aside
from newsletter.core.raw_replies import Refusal
from newsletter.core.time_left import Receiver, ToCome, standstill, told

MEASURED_S = 60

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Line:
    """One row of a table: a name, a number, what it means."""

    name: str
    count: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Counts of one moment. `rate` is messages per second over the last `window_s`: a minute, or less since the start.

    `to_come` are the groups of mailboxes with most letters still to come; `stopped` says that nothing leaves at all.
    `waits_for` and `last_trouble` are sentences or empty; `receivers` names the largest groups first, `refusals`
    the most frequent answers first; `restored` is how many are uncertain since an older backup was put back, and
    `set_aside` how many of the pending ones no sender takes until a person has looked.
    """

    candidates: int
    by_state: Mapping[str, int]
    exclusions: Mapping[str, int] = field(default_factory=dict)
    rate: float = 0.0
    window_s: float = MEASURED_S
    to_come: tuple[ToCome, ...] = ()
    stopped: str = ""
    waits_for: str = ""
    last_trouble: str = ""
    receivers: tuple[Receiver, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    restored: int = 0
    set_aside: int = 0

    @property
    def recipients(self) -> int:
        return sum(self.by_state.values())

    @property
    def excluded(self) -> int:
        return sum(self.exclusions.values())

    @property
    def balances(self) -> bool:
        """Candidates = recipients + exclusions, always; before the start nobody is a candidate."""
        return self.candidates == self.recipients + self.excluded

    @property
    def deliveries(self) -> tuple[Line, ...]:
        """The states that some delivery is in, with their words."""
        return _lines(self.by_state, DELIVERY_WORDS, order=State)

    @property
    def left_out(self) -> tuple[Line, ...]:
        """The reasons why somebody is left out, with their words."""
        return _lines(self.exclusions, EXCLUSION_WORDS, order=Reason)

    @property
    def ended(self) -> int:
        """Deliveries that wait for nothing any more."""
        return sum(count for state, count in self.by_state.items() if state in ENDS)

    @property
    def percent(self) -> int:
        return 100 * self.ended // self.recipients if self.recipients else 0

    @property
    def handed_over(self) -> int:
        return self.by_state.get(State.HANDED_OVER, 0)

    @property
    def uncertain(self) -> int:
        return self.by_state.get(State.UNCERTAIN, 0)

    @property
    def cancelled(self) -> int:
        return self.by_state.get(State.CANCELLED, 0)

    @property
    def unsettled(self) -> int:
        """Deliveries that did not end well or wait for a person, who may look at them."""
        ended = self.uncertain + self.by_state.get(State.REFUSED, 0) + self.by_state.get(State.FAILED, 0)
        return ended + self.set_aside

    @property
    def in_hand(self) -> int:
        """With a sender at this moment."""
        return self.by_state.get(State.CLAIMED, 0) + self.by_state.get(State.MARKED, 0)

    @property
    def pending(self) -> int:
        return self.by_state.get(State.PENDING, 0)

    @property
    def still(self) -> int:
        """Letters that are on their way, or wait for a sender."""
        return self.pending + self.in_hand - self.set_aside

    @property
    def why_unknown(self) -> str:
        """Why nobody can say how long it still takes; empty when somebody can, or when it is over."""
        moving = self.rate * self.window_s
        return (self.stopped or standstill(self.to_come, still=self.still, lately=moving)) if self.still else ""

    @property
    def seconds_left(self) -> int | None:
        """Until the slowest group of mailboxes has its letters; None while there is nothing to estimate from."""
        if not (self.rate and self.still) or self.why_unknown:
            return None
        slowest = max((group.seconds_left(self.window_s) for group in self.to_come), default=0.0)
        return round(max(self.still / self.rate, slowest))

    @property
    def pace(self) -> str:
        """How fast and how long still, in words; empty while nothing can be said of it."""
        if not (self.rate and self.still):
            return ""
        return told(self.rate, seconds_left=self.seconds_left, why_unknown=self.why_unknown)

    def as_json(self) -> dict[str, object]:
        """The same figures for programs; `seconds_left` is null while there is nothing to estimate from."""
        return {
            "candidates": self.candidates,
            "recipients": self.recipients,
            "excluded": self.excluded,
            "balances": self.balances,
            "deliveries": {state.value: self.by_state.get(state, 0) for state in State},
            "exclusions": dict(self.exclusions),
            "ended": self.ended,
            "rate": round(self.rate, 1),
            "seconds_left": self.seconds_left,
            "why_unknown": self.why_unknown,
            "waits_for": self.waits_for,
            "last_trouble": self.last_trouble,
            "receivers": [asdict(receiver) for receiver in self.receivers],
            "restored": self.restored,
            "set_aside": self.set_aside,
            "refusals": [asdict(refusal) for refusal in self.refusals],
        }

    @property
    def equation(self) -> str:
        """The account in one line: 4 candidates = 2 recipients + 2 exclusions (paused 1, suppressed 1)."""
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(self.exclusions.items()))
        behind = f" ({reasons})" if reasons else ""
        sums = [counted(self.candidates, "candidate"), counted(self.recipients, "recipient")]
        return f"{' = '.join(sums)} + {counted(self.excluded, 'exclusion')}{behind}"

    @property
    def words(self) -> str:
        """What an author wants to know: Handed over to 1,204 readers. For 3 no answer came: ..."""
        readers = "1 reader" if self.handed_over == 1 else f"{self.handed_over:,} readers"
        return f"Handed over to {readers}.{self._doubt}{self._lost_sight}{self._aside}"

    @property
    def _doubt(self) -> str:
        unanswered = self.uncertain - self.restored
        words = f" For {unanswered:,} no answer came: it probably arrived, so we do not offer it again by ourselves."
        return words if unanswered else ""

    @property
    def _lost_sight(self) -> str:
        words = f" An older backup was put back: of {self.restored:,} nobody knows whether they left. Look at them."
        return words if self.restored else ""

    @property
    def _aside(self) -> str:
        return f" {self.aside_words}" if self.set_aside else ""

    @property
    def aside_words(self) -> str:
        """What waits for a person's look, in words; empty when nothing does."""
        return f"{told_aside(self.set_aside)} Look at them." if self.set_aside else ""


def _lines(counts: Mapping[str, int], words: Mapping[S, str], *, order: type[S]) -> tuple[Line, ...]:
    return tuple(Line(name.replace("_", " "), counts[name], words[name]) for name in order if counts.get(name))
