"""What an answer of the next server means for the delivery, the address and the route. The table of sending.md 9."""

import re
from dataclasses import dataclass
from enum import StrEnum

from newsletter.core.delivery_state import Event, Reason
from newsletter.core.kept_text import keepable
from newsletter.core.receipts import Stage

REPLY_CHARACTERS = 500
_OUR_SUBJECTS = frozenset({5, 6, 7})  # what the second number of a code says of us

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
# Where a server writes one: behind a code of three digits, or marked. Elsewhere it is the version of a filter, or less.
_WRITTEN = re.compile(r"(?:(?<!\d)[2-5]\d\d[ -]+#?|[(\[#])(([245])\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"([2-5]\d\d)(?:[ -]|$)")
_NO_SUCH_ADDRESS = frozenset({(1, 1), (1, 3), (1, 6), (1, 10), (2, 1)})
_NO_SUCH_DOMAIN = (1, 2)
_TOO_LARGE = (3, 4)
# What the other numbers say of the sender (RFC 3463: their address, their system) or of how long a letter may be.
_OURS_TOO = frozenset({(1, 7), (1, 8), (2, 3)})
_SOFT_SUBJECTS = frozenset({3, 4})
_MAILBOX_FULL = (2, 2)
_OUR_SETUP = frozenset({500, 501, 502, 503, 504, 530, 535, 538})
_ON_RECIPIENT = frozenset({Stage.RCPT, Stage.DOT})


class Effect(StrEnum):
    """What an answer means beyond its delivery."""

    NONE = "none"
    SLOW_RECEIVER = "slow_receiver"
    PAUSE_ROUTE = "pause_route"
    HOLD_ROUTE = "hold_route"
    SUPPRESS = "suppress"
    SUPPRESS_LATER = "suppress_later"
    COUNT_BOUNCE = "count_bounce"
    COUNT_POLICY = "count_policy"
    HOLD_ISSUE = "hold_issue"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The event for the delivery's table, the reason where it ends, and the effect elsewhere.

    `counts` says whether this was an attempt: trouble that is ours or the line's costs the delivery nothing.
    """

    event: Event
    reason: Reason | None = None
    effect: Effect = Effect.NONE
    counts: bool = False


def verdict(code: int, *, stage: Stage, enhanced: str = "") -> Verdict:
    """What the answer means. `code` 0 is silence or nonsense; `enhanced` is like `5.1.1`, or empty."""
    kind = code // 100
    if kind == 2 and stage is Stage.DOT:
        return Verdict(event=Event.ACCEPT)
    if kind == 4:
        return _later(code, enhanced, stage)
    if kind == 5:
        return _never(code, stage, enhanced)
    # After the dot nobody knows; before it the next server has nothing.
    return Verdict(
        event=Event.FALL_SILENT if stage is Stage.DOT else Event.BREAK_OFF,
        reason=Reason.NO_ANSWER if stage is Stage.DOT else None,
    )


def refusal(code: int, enhanced: str) -> tuple[Reason, Effect]:
    """Why a permanent answer about a recipient was given, and what it does to the address and the issue."""
    status = subject_and_detail(enhanced)
    if code == 556 or status in _NO_SUCH_ADDRESS:  # RFC 7504, RFC 7505: null MX
        return Reason.HARD, Effect.SUPPRESS
    if status is None:
        return Reason.UNKNOWN, Effect.COUNT_BOUNCE
    if status == _NO_SUCH_DOMAIN:
        return Reason.HARD, Effect.SUPPRESS_LATER
    if status == _TOO_LARGE or is_ours(status):
        # Our fault: the reader is never suppressed for it. The next letters are as large as this one.
        return Reason.POLICY, Effect.HOLD_ISSUE if status == _TOO_LARGE else Effect.COUNT_POLICY
    if status == _MAILBOX_FULL or status[0] in _SOFT_SUBJECTS:
        return Reason.SOFT, Effect.COUNT_BOUNCE
    return Reason.UNKNOWN, Effect.COUNT_BOUNCE


def read_reply(reply: str) -> tuple[int, str]:
    """Code and enhanced code of a raw reply, one line or many; 0 and "" where there is none."""
    code = _CODE.match(reply)
    number = int(code[1]) if code else 0
    enhanced = next((found[1] for found in _WRITTEN.finditer(reply) if found[2] == str(number)[:1]), "")
    return number, enhanced


def is_ours(status: tuple[int, int]) -> bool:
    """Whether the second and third number of a code speak of the sender, and not of the reader."""
    return status[0] in _OUR_SUBJECTS or status in _OURS_TOO


def subject_and_detail(enhanced: str) -> tuple[int, int] | None:
    """The second and third number of an enhanced code (RFC 3463); None where there is none."""
    found = _ENHANCED.fullmatch(enhanced)
    return (int(found[2]), int(found[3])) if found else None


def shortened(reply: str) -> str:
    """A reply as the ledger keeps it: one line of at most 500 characters."""
    return " ".join(keepable(reply).split())[:REPLY_CHARACTERS]


def _later(code: int, enhanced: str, stage: Stage) -> Verdict:
    effect = Effect.NONE
    if code == 421 or enhanced.startswith("4.7."):
        effect = Effect.SLOW_RECEIVER
    elif code == 452 and enhanced == "4.3.1":
        effect = Effect.PAUSE_ROUTE
    # What is said to a connection is said of the way, before anything is asked for a letter (sending.md 7, S10).
    return Verdict(event=Event.DEFER, effect=effect, counts=stage is not Stage.CONNECT)


def _never(code: int, stage: Stage, enhanced: str) -> Verdict:
    ours = code in _OUR_SETUP and not _is_about_recipient(stage, enhanced)
    if ours or stage not in _ON_RECIPIENT:
        return Verdict(event=Event.BREAK_OFF, effect=Effect.HOLD_ROUTE)
    reason, effect = refusal(code, enhanced)
    return Verdict(event=Event.REFUSE, reason=reason, effect=effect, counts=True)


def _is_about_recipient(stage: Stage, enhanced: str) -> bool:
    """501 5.1.3 at RCPT speaks of the address; a bare 501 speaks of us."""
    return stage in _ON_RECIPIENT and enhanced.startswith(("5.1.", "5.2."))
