"""How a course moves: the table (state, event) -> state, as data."""

from collections.abc import Mapping
from enum import StrEnum

from newsletter.core.courses.facts import CourseState as State


class Move(StrEnum):
    OPEN = "open"
    PAUSE = "pause"
    HOLD = "hold"
    CLOSE = "close"


MOVES: Mapping[Move, tuple[frozenset[State], State]] = {
    Move.OPEN: (frozenset({State.DRAFT, State.PAUSED, State.HELD, State.CLOSED}), State.OPEN),
    Move.PAUSE: (frozenset({State.OPEN, State.HELD}), State.PAUSED),
    Move.HOLD: (frozenset({State.OPEN}), State.HELD),
    Move.CLOSE: (frozenset({State.OPEN, State.PAUSED, State.HELD}), State.CLOSED),
}
"""Where each move may begin, and where it ends."""


def ways_on(state: State) -> tuple[Move, ...]:
    """What a person may do with a course in this state."""
    return tuple(move for move, (before, _) in MOVES.items() if state in before and move is not Move.HOLD)
