"""What becomes of a row: one of a dozen verdicts, and the sums that every import must make."""

from collections.abc import Mapping
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of one row. The first four make a subscription, the next three a suppression."""

    ACTIVE = "active"
    PAUSED = "paused"
    PENDING = "pending"
    ENDED = "ended"
    LEFT = "left"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    RESTORED = "restored"
    BARRED = "barred"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


WORDS: Mapping[Verdict, str] = {
    Verdict.ACTIVE: "become readers who get letters",
    Verdict.PAUSED: "become readers whose letters rest",
    Verdict.PENDING: "wait: there is no proof that they agreed",
    Verdict.ENDED: "are on record as having left",
    Verdict.LEFT: "left there, and get none of these letters here",
    Verdict.BOUNCED: "could not be reached there, and get no letter",
    Verdict.COMPLAINED: "pressed spam there, and get no letter ever",
    Verdict.RESTORED: "are suppressions of this product, put back",
    Verdict.BARRED: "are suppressed here already, and stay so",
    Verdict.UNCHANGED: "are here already, and keep what they chose",
    Verdict.DUPLICATE: "name somebody again; the strictest row counts",
    Verdict.LEFT_OUT: "are left out",
    Verdict.REFUSED: "cannot be read",
}

OUTCOMES: Mapping[Verdict, str] = {
    Verdict.ACTIVE: "gets letters",
    Verdict.PAUSED: "gets letters later",
    Verdict.PENDING: "waits",
    Verdict.ENDED: "has left",
    Verdict.LEFT: "left there",
    Verdict.BOUNCED: "could not be reached",
    Verdict.COMPLAINED: "pressed spam",
    Verdict.RESTORED: "suppressed again",
    Verdict.BARRED: "suppressed here",
    Verdict.UNCHANGED: "here already",
    Verdict.DUPLICATE: "named again",
    Verdict.LEFT_OUT: "left out",
    Verdict.REFUSED: "cannot be read",
}
"""The same of one row, in a word or two."""

SUBSCRIBES = frozenset({Verdict.ACTIVE, Verdict.PAUSED, Verdict.PENDING, Verdict.ENDED})
SUPPRESSES = frozenset({Verdict.LEFT, Verdict.BOUNCED, Verdict.COMPLAINED, Verdict.RESTORED})
REPORTED = frozenset(
    {Verdict.PENDING, Verdict.BARRED, Verdict.UNCHANGED, Verdict.DUPLICATE, Verdict.LEFT_OUT, Verdict.REFUSED}
)
"""What the report names row by row, beside every row with a remark."""

# Of several rows about one reader the strictest counts. One that is left out stands above a yes: somebody took it out.
_STRICTNESS = (
    Verdict.ACTIVE,
    Verdict.PAUSED,
    Verdict.PENDING,
    Verdict.LEFT_OUT,
    Verdict.ENDED,
    Verdict.LEFT,
    Verdict.BOUNCED,
    Verdict.COMPLAINED,
    Verdict.RESTORED,
)
RANK: Mapping[Verdict, int] = {verdict: rank for rank, verdict in enumerate(_STRICTNESS, start=1)}


def sums_match(rows: int, counts: Mapping[str, int]) -> bool:
    """Whether every row has exactly one verdict."""
    return rows == sum(counts.values()) and set(counts) <= {str(verdict) for verdict in Verdict}
