"""How an address that gives letters back is judged. The figures are readers.md 8.4; Mailman's threshold is the same."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

THRESHOLD = 5
SUSPENDED_FOR = timedelta(days=7)
STALE_AFTER = timedelta(days=7)
CLEAN_LETTERS = 3  # with days alone, a weekly letter to a full mailbox would never reach the threshold
NOWHERE_FOR = timedelta(days=3)  # a domain that is not found today may have lost its name server


class Act(StrEnum):
    KEEP = "keep"
    SUSPEND = "suspend"
    SUPPRESS = "suppress"


@dataclass(frozen=True, kw_only=True)
class Health:
    """What is known of an address. `suspended_until` stays after its end: the next letter is then the probe."""

    score: int = 0
    counted_at: datetime | None = None
    suspended_until: datetime | None = None
    nowhere_since: datetime | None = None

    @property
    def since(self) -> datetime | None:
        """From when on letters that did not come back speak for the address."""
        return self.suspended_until or self.counted_at


def after_soft_bounce(health: Health, *, left_at: datetime, now: datetime, clean: int) -> tuple[Health, Act]:
    """One more letter came back. `left_at` is when it left; `clean` letters that left after `since` have not."""
    if health.suspended_until:
        if left_at <= health.suspended_until:
            return health, Act.KEEP  # it left before the rest, and says nothing new
        if not clean:
            return replace(health, counted_at=now), Act.SUPPRESS  # the probe came back
        health = Health(nowhere_since=health.nowhere_since)
    elif _is_stale(health, now=now, clean=clean):
        health = Health(nowhere_since=health.nowhere_since)
    if health.counted_at and health.counted_at.date() == now.date():
        return health, Act.KEEP
    counted = replace(health, score=health.score + 1, counted_at=now)
    if counted.score < THRESHOLD:
        return counted, Act.KEEP
    return replace(counted, score=0, suspended_until=now + SUSPENDED_FOR), Act.SUSPEND


def after_missing_domain(health: Health, *, now: datetime, clean: int) -> tuple[Health, Act]:
    """Its domain was not found (5.1.2). `clean` letters that left since the first time have not come back."""
    if health.nowhere_since is None or clean:
        return replace(health, nowhere_since=now), Act.KEEP
    return health, Act.SUPPRESS if now - health.nowhere_since >= NOWHERE_FOR else Act.KEEP


def _is_stale(health: Health, *, now: datetime, clean: int) -> bool:
    return bool(health.counted_at and now - health.counted_at >= STALE_AFTER and clean >= CLEAN_LETTERS)
