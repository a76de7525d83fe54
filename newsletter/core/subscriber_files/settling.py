"""A decision meets what is here already: suppression wins, and nobody's own choice is reset."""

from dataclasses import dataclass
from datetime import datetime

from newsletter.core.subscriber_files.verdicts import SUBSCRIBES, Verdict

STAYS_BARRED = "The address is suppressed here, and an import never lifts that."
LEFT_HERE_TOO = "The reader has left here as well."
CAME_BACK_HERE = "The reader said yes here after leaving there."
ENDS_LETTERS = "They get letters of this newsletter today, and will get none any more."
ENDS_LETTERS_UNDATED = (
    "They get letters of this newsletter today. The row does not say when they left there, so it counts as newer "
    "than their yes here: they will get none any more."
)
LOSES = frozenset({ENDS_LETTERS, ENDS_LETTERS_UNDATED})
"""Remarks on rows that take letters from somebody who gets them."""
KNOWN_RECORD = "This suppression is here already."

_FOR_GOOD = frozenset({"hard_bounce", "complaint", "objection", "staff"})
_GETS_LETTERS = frozenset({"active", "paused"})
_OWN_WORD = frozenset({"complaint", "objection"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Here:
    """What is known here about the reader of a row: `state` of the subscription, and the moment of their last yes.

    `everywhere` and `only_here` are the reasons of suppressions, from all letters and from this newsletter's.
    """

    state: str = ""
    last_yes: datetime | None = None
    everywhere: frozenset[str] = frozenset()
    only_here: frozenset[str] = frozenset()
    has_record: bool = False


def settled(verdict: Verdict, here: Here, *, ended_at: datetime | None = None) -> tuple[Verdict, str]:
    """What becomes of a row that would have this verdict among strangers, and the remark for the report."""
    has_left = verdict is Verdict.ENDED and bool(here.state)
    if verdict is Verdict.LEFT or has_left:
        return _leaving(here, ended_at)
    if verdict in SUBSCRIBES:
        return _subscribing(verdict, here)
    if verdict is Verdict.RESTORED and here.has_record:
        return Verdict.UNCHANGED, KNOWN_RECORD
    enough = {Verdict.BOUNCED: _FOR_GOOD, Verdict.COMPLAINED: _OWN_WORD}.get(verdict, frozenset())
    return (Verdict.BARRED, STAYS_BARRED) if here.everywhere & enough else (verdict, "")


def _subscribing(verdict: Verdict, here: Here) -> tuple[Verdict, str]:
    if here.everywhere or here.only_here:
        return Verdict.BARRED, STAYS_BARRED
    return (Verdict.UNCHANGED, "") if here.state else (verdict, "")


def _leaving(here: Here, ended_at: datetime | None) -> tuple[Verdict, str]:
    """A departure without a time is the last word; so is one after the last yes that we heard here."""
    if here.only_here or here.everywhere & _FOR_GOOD:
        return Verdict.BARRED, STAYS_BARRED
    if here.state == "ended":
        return Verdict.UNCHANGED, LEFT_HERE_TOO
    if here.state and ended_at and here.last_yes and here.last_yes > ended_at:
        return Verdict.UNCHANGED, CAME_BACK_HERE
    if here.state not in _GETS_LETTERS:
        return Verdict.LEFT, ""
    return Verdict.LEFT, ENDS_LETTERS if ended_at else ENDS_LETTERS_UNDATED
