"""What a course, its parts and one reader's way through it are to the planner; frozen, and known to no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))


class CourseState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    HELD = "held"
    CLOSED = "closed"


class Standing(StrEnum):
    """Where one reader is on their way."""

    ACTIVE = "active"
    CAUGHT_UP = "caught_up"
    COMPLETED = "completed"
    HELD = "held"
    EXITED = "exited"


class Held(StrEnum):
    """Why one reader's way is held; nothing of it leaves until the reason is over."""

    UNCERTAIN = "uncertain"
    SUPPRESSED = "suppressed"
    UNDELIVERABLE = "undeliverable"
    QUEUE = "queue"  # another series comes first


class Unit(StrEnum):
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True)
class Delay:
    """How long after the part before: days are calendar days where the reader lives, hours are elapsed hours."""

    value: int
    unit: Unit = Unit.DAYS


class Pace(StrEnum):
    """A reader's own choice; `course` leaves it to the course."""

    COURSE = "course"
    DAILY = "daily"
    SECOND_DAY = "second_day"
    WEEKLY = "weekly"


PACES: Mapping[Pace, Delay] = {Pace.DAILY: Delay(1), Pace.SECOND_DAY: Delay(2), Pace.WEEKLY: Delay(7)}


@dataclass(frozen=True, kw_only=True)
class Course:
    """The rule. A letter may leave on `weekdays` (Monday is 0) between `opens` and `closes` where the reader lives.

    `open_since` is when it was opened, or went on after a rest; `changed_at` when it or its series was edited last;
    `is_complete` says that no part will be added. What becomes due for many at one moment is spread over `spread`.
    """

    state: CourseState = CourseState.OPEN
    delay: Delay = Delay(2)
    weekdays: frozenset[int] = EVERY_DAY
    opens: time = time(8)
    closes: time = time(20)
    min_gap: timedelta = timedelta(hours=20)
    first_at_once: bool = True
    is_complete: bool = False
    open_since: datetime | None = None
    changed_at: datetime | None = None
    spread: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part in the order of its series. `live_since` is None while nobody may read it; `days` are its own delay."""

    uuid: str
    live_since: datetime | None = None
    days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """One reader's way. `last_part` and `last_handed_at` are of the part that came last, by whichever road.

    `not_before` is where a rest or a failed try put the next part. While `is_in_flight` a letter has no end yet.
    `is_queued` says that another series comes first, `has_completed` that they had everything once.
    `seed` tells this way from others, where many are spread.
    """

    started_at: datetime
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    last_part: str = ""
    last_handed_at: datetime | None = None
    pace: Pace = Pace.COURSE
    not_before: datetime | None = None
    is_paused: bool = False
    is_in_flight: bool = False
    is_queued: bool = False
    has_completed: bool = False
    seed: str = ""
