"""Candidates become recipients and exclusions; nobody is left out without a reason."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a candidate gets nothing, strongest first: with several reasons the first one is written down."""

    ERASED = "erased"
    SUPPRESSED = "suppressed"
    SUSPENDED = "suspended"
    LEFT = "left"
    CONSENT_MISSING = "consent_missing"
    PAUSED = "paused"
    EXCLUDED_BY_SEGMENT = "excluded_by_segment"
    ALREADY_HAD_PART = "already_had_part"
    OTHER_SIDE_MISSING = "other_side_missing"
    CATCHING_UP = "catching_up"
    COURSE_FIRST = "course_first"
    MIN_GAP = "min_gap"
    DAILY_CAP = "daily_cap"
    LANGUAGE_UNAVAILABLE = "language_unavailable"


WORDS: Mapping[Reason, str] = {
    Reason.ERASED: "The reader asked us to erase their data.",
    Reason.SUPPRESSED: "The address must not be mailed.",
    Reason.SUSPENDED: "The address is resting after repeated bounces.",
    Reason.LEFT: "The reader has left.",
    Reason.CONSENT_MISSING: "The reader has not confirmed.",
    Reason.PAUSED: "The reader has paused.",
    Reason.EXCLUDED_BY_SEGMENT: "The audience leaves this segment out.",
    Reason.ALREADY_HAD_PART: "The reader already had every part of it.",
    Reason.OTHER_SIDE_MISSING: "The reader did not get the first side of this pair.",
    Reason.CATCHING_UP: "The reader is still catching up with earlier parts.",
    Reason.COURSE_FIRST: "The reader finishes a course first.",
    Reason.MIN_GAP: "The reader had a letter too short a time ago.",
    Reason.DAILY_CAP: "The reader already has as many letters today as they should get.",
    Reason.LANGUAGE_UNAVAILABLE: "There is no letter in the reader's language.",
}


class Standing(StrEnum):
    """A subscription's state, as the expansion reads it."""

    PENDING = "pending"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


_BY_STANDING = {
    Standing.PENDING: Reason.CONSENT_MISSING,
    Standing.PAUSED: Reason.PAUSED,
    Standing.ENDED: Reason.LEFT,
}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A subscription that the audience's rule selected. `barriers` are what the loader found against it."""

    subscription_id: int
    standing: Standing = Standing.ACTIVE
    barriers: frozenset[Reason] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    subscription_id: int
    reason: Reason


class CandidateTwice(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The loader gave the same subscription twice; the account would not balance."""


@dataclass(frozen=True, kw_only=True)
class Split:
    """Who gets a letter and who does not; the two together are all candidates."""

    recipients: tuple[int, ...]
    exclusions: tuple[Exclusion, ...]

    @property
    def candidates(self) -> int:
        return len(self.recipients) + len(self.exclusions)

    @property
    def by_reason(self) -> Mapping[Reason, int]:
        """How many were left out for each reason, most frequent first."""
        return dict(Counter(exclusion.reason for exclusion in self.exclusions).most_common())


def split(candidates: Iterable[Candidate]) -> Split:
    """Each candidate once, as recipient or as exclusion, in the order given. Raises CandidateTwice."""
    recipients: list[int] = []
    exclusions: list[Exclusion] = []
    seen: set[int] = set()
    for candidate in candidates:
        if candidate.subscription_id in seen:
            raise CandidateTwice(f"Subscription {candidate.subscription_id} is a candidate twice.")
        seen.add(candidate.subscription_id)
        reason = reason_against(candidate)
        if reason:
            exclusions.append(Exclusion(subscription_id=candidate.subscription_id, reason=reason))
        else:
            recipients.append(candidate.subscription_id)
    return Split(recipients=tuple(recipients), exclusions=tuple(exclusions))


def reason_against(candidate: Candidate) -> Reason | None:
    """The strongest reason to leave this candidate out, or None."""
    barriers = set(candidate.barriers)
    if candidate.standing in _BY_STANDING:
        barriers.add(_BY_STANDING[candidate.standing])
    if not barriers:  # nearly everybody: the order of all reasons is not asked a million times
        return None
    return next(reason for reason in Reason if reason in barriers)
