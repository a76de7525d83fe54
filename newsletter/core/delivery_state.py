"""How one delivery moves: the table (state, event) -> state, as data.

Code, tests and the generated reference read this same table. T1 to T16 are the moves of the ledger;
their conditions are SQL and live with the steps. A pair without an entry moves nothing: `after` answers None,
and the caller keeps the event as a line of the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    PENDING = "pending"
    CLAIMED = "claimed"
    MARKED = "marked"
    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNCERTAIN = "uncertain"


class Reason(StrEnum):
    """Why a delivery is cancelled, refused, failed or uncertain."""

    ISSUE_CANCELLED = "issue_cancelled"
    LEFT = "left"
    SUPPRESSED = "suppressed"
    SUSPENDED = "suspended"
    PAUSED = "paused"
    CONSENT_MISSING = "consent_missing"
    ERASED = "erased"
    ALREADY_HAD_PART = "already_had_part"
    COURSE_STOPPED = "course_stopped"
    ALREADY_CONFIRMED = "already_confirmed"
    HARD = "hard"
    SOFT = "soft"
    POLICY = "policy"
    UNKNOWN = "unknown"
    GAVE_UP = "gave_up"
    UNBUILDABLE = "unbuildable"
    UNCLAIMABLE = "unclaimable"
    NO_ANSWER = "no_answer"
    SENDER_GONE = "sender_gone"
    RESTORED = "restored"


class Event(StrEnum):
    PLAN = "plan"
    CLAIM = "claim"
    MARK = "mark"
    ACCEPT = "accept"
    DEFER = "defer"
    REFUSE = "refuse"
    BREAK_OFF = "break_off"
    RELEASE = "release"
    TAKE_BACK = "take_back"
    FALL_SILENT = "fall_silent"
    LOSE_LEASE = "lose_lease"
    FAIL_TO_BUILD = "fail_to_build"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"
    RUN_OUT_OF_TIME = "run_out_of_time"
    PROVE = "prove"
    SEND_AGAIN = "send_again"
    SETTLE = "settle"
    TRY_AGAIN = "try_again"
    RESTORE = "restore"


class Cause(StrEnum):
    """Who moved a delivery."""

    PLANNER = "planner"
    SENDER = "sender"
    SWEEP = "sweep"
    EVIDENCE = "evidence"
    RULE = "rule"
    PERSON = "person"


class Outcome(StrEnum):
    """Later news of a message, weakest first; it never changes the state."""

    NONE = "none"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class Resolution(StrEnum):
    """How an uncertain delivery was settled while it stays uncertain."""

    NONE = "none"
    PRESUMED = "presumed"
    BY_HAND = "by_hand"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One row of the table; `before` is None for a delivery that does not exist yet."""

    number: str
    before: State | None
    event: Event
    after: State
    who: str
    reasons: frozenset[Reason] = frozenset()


CANCELLED_REASONS = frozenset(
    {
        Reason.ISSUE_CANCELLED,
        Reason.LEFT,
        Reason.SUPPRESSED,
        Reason.SUSPENDED,
        Reason.PAUSED,
        Reason.CONSENT_MISSING,
        Reason.ERASED,
        Reason.ALREADY_HAD_PART,
        Reason.COURSE_STOPPED,
        Reason.ALREADY_CONFIRMED,
    }
)
REASONS: Mapping[State, frozenset[Reason]] = {
    State.CANCELLED: CANCELLED_REASONS,
    State.REFUSED: frozenset({Reason.HARD, Reason.SOFT, Reason.POLICY, Reason.UNKNOWN}),
    State.FAILED: frozenset({Reason.GAVE_UP, Reason.UNBUILDABLE, Reason.UNCLAIMABLE}),
    State.UNCERTAIN: frozenset({Reason.NO_ANSWER, Reason.SENDER_GONE, Reason.RESTORED}),
}
"""The reasons that a state demands; a state that is missing here has none."""

ENDS = frozenset({State.HANDED_OVER, State.REFUSED, State.FAILED, State.CANCELLED, State.UNCERTAIN})
"""States with `ended_at` set. Only `handed_over` and `cancelled` are for good."""

OPEN = frozenset({State.PENDING, State.CLAIMED, State.MARKED})
"""While one row of an issue is open, the issue is not handed over."""

_S, _E = State, Event


def _move(number: str, before: State | None, event: Event, after: State, who: str, *reasons: Reason) -> Move:
    return Move(number=number, before=before, event=event, after=after, who=who, reasons=frozenset(reasons))


MOVES: tuple[Move, ...] = (
    _move("T1", None, _E.PLAN, _S.PENDING, "planner"),
    _move("T2", _S.PENDING, _E.CLAIM, _S.CLAIMED, "sender"),
    _move("T3", _S.CLAIMED, _E.WITHDRAW, _S.CANCELLED, "sender", *CANCELLED_REASONS),
    _move("T4", _S.CLAIMED, _E.MARK, _S.MARKED, "sender, at the gate"),
    _move("T5", _S.MARKED, _E.ACCEPT, _S.HANDED_OVER, "sender"),
    _move("T5", _S.UNCERTAIN, _E.ACCEPT, _S.HANDED_OVER, "sender, same ticket"),
    _move("T6", _S.MARKED, _E.DEFER, _S.PENDING, "sender"),
    _move("T6", _S.MARKED, _E.REFUSE, _S.REFUSED, "sender", *REASONS[State.REFUSED]),
    _move("T6", _S.UNCERTAIN, _E.DEFER, _S.PENDING, "sender, same ticket"),
    _move("T6", _S.UNCERTAIN, _E.REFUSE, _S.REFUSED, "sender, same ticket", *REASONS[State.REFUSED]),
    _move("T7", _S.CLAIMED, _E.BREAK_OFF, _S.PENDING, "sender"),
    _move("T7", _S.CLAIMED, _E.DEFER, _S.PENDING, "sender"),
    _move("T7", _S.CLAIMED, _E.REFUSE, _S.REFUSED, "sender", *REASONS[State.REFUSED]),
    _move("T8", _S.MARKED, _E.FALL_SILENT, _S.UNCERTAIN, "sender", Reason.NO_ANSWER),
    _move("T8", _S.MARKED, _E.LOSE_LEASE, _S.UNCERTAIN, "sweep", Reason.SENDER_GONE),
    _move("T9", _S.CLAIMED, _E.LOSE_LEASE, _S.PENDING, "sweep"),
    _move("T9", _S.CLAIMED, _E.RELEASE, _S.PENDING, "sender, on stop"),
    _move("T9", _S.CLAIMED, _E.FAIL_TO_BUILD, _S.FAILED, "sender", Reason.UNBUILDABLE),
    # Lost claims say nothing of a letter that was never offered: it is set aside, and failing it is a person's word.
    _move("T9", _S.PENDING, _E.GIVE_UP, _S.FAILED, "person", Reason.UNCLAIMABLE),
    _move("T10", _S.UNCERTAIN, _E.PROVE, _S.HANDED_OVER, "evidence"),
    _move("T11", _S.UNCERTAIN, _E.SEND_AGAIN, _S.PENDING, "rule or person"),
    _move("T12", _S.UNCERTAIN, _E.SETTLE, _S.UNCERTAIN, "policy or person", *REASONS[State.UNCERTAIN]),
    _move("T13", _S.PENDING, _E.WITHDRAW, _S.CANCELLED, "cancel, unsubscribe, erasure", *CANCELLED_REASONS),
    _move("T14", _S.PENDING, _E.RUN_OUT_OF_TIME, _S.FAILED, "sweep", Reason.GAVE_UP, Reason.UNCLAIMABLE),
    _move("T15", _S.REFUSED, _E.TRY_AGAIN, _S.PENDING, "person"),
    _move("T15", _S.FAILED, _E.TRY_AGAIN, _S.PENDING, "person"),
    _move("T15", _S.PENDING, _E.TRY_AGAIN, _S.PENDING, "person, for one that was set aside"),
    _move("T16", _S.MARKED, _E.TAKE_BACK, _S.PENDING, "the same living sender"),
    # After a backup was played back nobody knows what left since: readers.md 7.
    _move("restore", _S.PENDING, _E.RESTORE, _S.UNCERTAIN, "ledger_after_restore", Reason.RESTORED),
    _move("restore", _S.CLAIMED, _E.RESTORE, _S.UNCERTAIN, "ledger_after_restore", Reason.RESTORED),
    _move("restore", _S.MARKED, _E.RESTORE, _S.UNCERTAIN, "ledger_after_restore", Reason.RESTORED),
)

TABLE: Mapping[tuple[State | None, Event], Move] = {(move.before, move.event): move for move in MOVES}


def after(state: State | None, event: Event) -> State | None:
    """The state that the event leads to, or None: this pair moves nothing and is only recorded."""
    move = TABLE.get((state, event))
    return move.after if move else None


def later_outcome(known: Outcome, *, heard: Outcome) -> Outcome:
    """Doubled and unordered news settle on the strongest: complained > bounced > delivered > deferred."""
    strength = list(Outcome)
    return max(known, heard, key=strength.index)
