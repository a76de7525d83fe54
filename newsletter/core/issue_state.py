"""How one issue moves: the table (state, event) -> state, as data.

There is no failed issue: what needs a person is held, with its reason. A pair without an entry moves nothing:
`after` answers None, and "already started" is a normal answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PREPARING = "preparing"
    HANDING_OVER = "handing_over"
    PAUSED = "paused"
    HELD = "held"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"


class Event(StrEnum):
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    START = "start"
    BEGIN = "begin"
    PAUSE = "pause"
    RESUME = "resume"
    HOLD = "hold"
    SEND_NOW = "send_now"
    SET_NEW_TIME = "set_new_time"
    GO_ON = "go_on"
    FINISH = "finish"
    REOPEN = "reopen"
    CANCEL = "cancel"


class HoldReason(StrEnum):
    LATE = "late"
    ITEM_NOT_LIVE = "item_not_live"
    ITEM_PRIVATE = "item_private"
    ITEM_EXPIRED = "item_expired"
    STOP_CHECK = "stop_check"
    NOT_APPROVED = "not_approved"
    NO_RECIPIENTS = "no_recipients"
    ALTERED = "altered"
    RESTORED = "restored"
    ACCOUNTING = "accounting"
    ERROR = "error"
    ITEM_UNPUBLISHED = "item_unpublished"
    POLICY_REFUSALS = "policy_refusals"
    HARD_BOUNCES = "hard_bounces"
    COMPLAINTS = "complaints"
    ROUTE_REFUSES = "route_refuses"
    ROUTE_UNREACHABLE = "route_unreachable"
    TOO_LARGE = "too_large"
    SENDERS_LOST = "senders_lost"


UNDERWAY = frozenset(
    {
        HoldReason.ITEM_UNPUBLISHED,
        HoldReason.POLICY_REFUSALS,
        HoldReason.HARD_BOUNCES,
        HoldReason.COMPLAINTS,
        HoldReason.ROUTE_REFUSES,
        HoldReason.ROUTE_UNREACHABLE,
        HoldReason.TOO_LARGE,
        HoldReason.SENDERS_LOST,
    }
)
"""Reasons found while handing over: the audience is frozen already, so such an issue can only go on or be cancelled."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """One row of the table."""

    before: State
    event: Event
    after: State
    who: str


def _move(before: State, event: Event, after: State, who: str) -> Move:
    return Move(before=before, event=event, after=after, who=who)


_S, _E = State, Event

MOVES: tuple[Move, ...] = (
    _move(_S.DRAFT, _E.SCHEDULE, _S.SCHEDULED, "person with schedule_issue, or an automatic cadence"),
    _move(_S.SCHEDULED, _E.UNSCHEDULE, _S.DRAFT, "person"),
    _move(_S.SCHEDULED, _E.START, _S.PREPARING, "scheduler"),
    _move(_S.SCHEDULED, _E.HOLD, _S.HELD, "scheduler"),
    _move(_S.PREPARING, _E.BEGIN, _S.HANDING_OVER, "planner"),
    _move(_S.PREPARING, _E.HOLD, _S.HELD, "planner"),
    _move(_S.HANDING_OVER, _E.PAUSE, _S.PAUSED, "person"),
    _move(_S.PAUSED, _E.RESUME, _S.HANDING_OVER, "person"),
    _move(_S.HANDING_OVER, _E.HOLD, _S.HELD, "the product"),
    _move(_S.PAUSED, _E.HOLD, _S.HELD, "the product"),
    _move(_S.HELD, _E.SEND_NOW, _S.PREPARING, "person"),
    _move(_S.HELD, _E.SET_NEW_TIME, _S.SCHEDULED, "person"),
    _move(_S.HELD, _E.GO_ON, _S.HANDING_OVER, "person"),
    _move(_S.HANDING_OVER, _E.FINISH, _S.HANDED_OVER, "sweep, when no delivery is open"),
    _move(
        _S.HANDED_OVER,
        _E.REOPEN,
        _S.HANDING_OVER,
        "person or rule, with what is tried again; sweep, when an answer came late",
    ),
    _move(_S.HANDING_OVER, _E.CANCEL, _S.CANCELLED, "person"),
    _move(_S.PAUSED, _E.CANCEL, _S.CANCELLED, "person"),
    _move(_S.HELD, _E.CANCEL, _S.CANCELLED, "person"),
)

TABLE: Mapping[tuple[State, Event], Move] = {(move.before, move.event): move for move in MOVES}


def after(state: State, event: Event) -> State | None:
    """The state that the event leads to, or None: this pair moves nothing."""
    move = TABLE.get((state, event))
    return move.after if move else None


def ways_on(reason: HoldReason) -> tuple[Event, ...]:
    """What a person may do with an issue that is held for this reason, kindest first."""
    if reason is HoldReason.ALTERED:  # its bytes are nobody's words any more
        return (Event.CANCEL,)
    if reason in UNDERWAY:
        return (Event.GO_ON, Event.CANCEL)
    if reason is HoldReason.ACCOUNTING:  # its audience is half written: only a fresh expansion or the end
        return (Event.SEND_NOW, Event.CANCEL)
    return (Event.SEND_NOW, Event.SET_NEW_TIME, Event.CANCEL)
