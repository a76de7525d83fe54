"""Sign-ups in a crowd: when there are so many that each has to cost a little work, and whether it was done.

The work is a number that makes a hash begin with zeros: some seconds of a browser's time, no puzzle for a person, and
nobody else is asked. It counts for one address only, so that every address costs it anew.
"""

from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

LEAST = 50  # sign-ups in an hour that no small site need fear
TIMES_THE_MEAN = 10
HOURS_OF_A_WEEK = 7 * 24
BITS = 16  # 65,536 tries on average
RIPE_AFTER = timedelta(minutes=2)
MOST_WHO_WAIT = 50  # an hour, of the whole site: waiting costs a program nothing
LONGEST_WORK = 12  # digits
ADDRESS_LETTERS = 32


class Way(StrEnum):
    """How a sign-up came through a crowd; `NONE` brings neither work nor patience."""

    NONE = ""
    WORKED = "worked"
    WAITED = "waited"


def is_crowd(*, last_hour: float, last_week: int) -> bool:
    """More than ten times the mean hour of the last seven days, and at least fifty (readers.md 4)."""
    return last_hour > max(LEAST, TIMES_THE_MEAN * last_week / HOURS_OF_A_WEEK)


def task_for(email: str, *, nonce: str) -> str:
    """What has to be hashed together with a number: different for every address, and it names none."""
    return f"{nonce}.{sha256(email.strip().encode()).hexdigest()[:ADDRESS_LETTERS]}"


def is_done(task: str, work: str) -> bool:
    """Whether this number is one."""
    if not (work.isascii() and work.isdecimal() and len(work) <= LONGEST_WORK):
        return False
    return int.from_bytes(sha256(f"{task}.{work}".encode()).digest()) >> (256 - BITS) == 0
