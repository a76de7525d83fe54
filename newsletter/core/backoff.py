"""When a delivery that was told "later" is tried again."""

from datetime import datetime, timedelta
from hashlib import sha256

STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
"""After the last step it is tried every hour."""

JITTER = 0.2  # of the step, up and down


def next_try(now: datetime, *, attempts: int, delivery_id: str) -> datetime:
    """The moment of the next try after so many definite "later" answers (at least one).

    Jitter comes from a stable hash: the same delivery and attempt always wait equally long, and a thousand
    that were deferred together do not come back together.
    """
    step = STEPS[min(max(attempts, 1), len(STEPS)) - 1]
    return now + step * (1 + JITTER * _spread(f"{delivery_id}:{attempts}"))


def _spread(seed: str) -> float:
    """A number from -1 up to 1 that depends on nothing but the seed."""
    first = int.from_bytes(sha256(seed.encode()).digest()[:8], "big")
    return first / 2**63 - 1
