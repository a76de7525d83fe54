"""The next part of one reader: which, when, and each rule that moved the date. Times are instants in UTC."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo

from cms.core.calendar import first_in_window, left_of_window, resolve
from newsletter.core.courses.facts import PACES, Course, CourseState, Delay, Part, Unit, Way

_A_DAY = timedelta(days=1)
_SHARES = 2**32


class Because(StrEnum):
    """A rule that had a say in the date."""

    START = "start"
    DELAY = "delay"
    PUBLISHED = "published"
    OPENED = "opened"
    CHANGED = "changed"
    NOT_BEFORE = "not_before"
    MIN_GAP = "min_gap"
    LATE = "late"
    WINDOW = "window"
    SAME_DAY = "same_day"
    SPREAD = "spread"


class Waiting(StrEnum):
    """What a reader without a date waits for."""

    COURSE = "course"  # not open
    READER = "reader"  # paused by themselves
    ANSWER = "answer"  # a letter that has no end yet
    QUEUE = "queue"  # another series comes first
    PART = "part"  # the next one is not live
    MORE = "more"  # they have all that there is


@dataclass(frozen=True, kw_only=True)
class Due:
    """The part may be handed over from `at` on; `was_due` is when that was so first, before anything was late."""

    part: str
    at: datetime
    was_due: datetime
    because: tuple[Because, ...]


@dataclass(frozen=True)
class Wait:
    """No date. `part` is the one that is missing, where it is known."""

    reason: Waiting
    part: str = ""


@dataclass(frozen=True)
class Done:
    """They had everything, and nothing will be added."""


Plan = Due | Wait | Done

_FOR_MANY = frozenset({Because.PUBLISHED, Because.OPENED, Because.CHANGED})
"""Rules that give one moment to many readers."""
_JUST_BEGUN = frozenset({Because.START, Because.CHANGED})
"""All that has a say where somebody has just begun: that an author edits meanwhile is no reason to let them wait."""


def plan(course: Course, parts: Sequence[Part], way: Way, had: Collection[str], *, now: datetime) -> Plan:
    """What comes next for this reader. `parts` stand in their order; `had` are uuids that came by any road."""
    if course.state is not CourseState.OPEN:
        return Wait(Waiting.COURSE)
    if way.is_paused:
        return Wait(Waiting.READER)
    if way.is_in_flight:
        return Wait(Waiting.ANSWER)
    part = next_part(parts, way, had)
    if part is None or (way.has_completed and course.is_complete):
        return Done() if course.is_complete else Wait(Waiting.MORE)
    if part.live_since is None:
        return Wait(Waiting.PART, part.uuid)
    return Wait(Waiting.QUEUE, part.uuid) if way.is_queued else _due(course, part, way, now)


def next_part(parts: Sequence[Part], way: Way, had: Collection[str]) -> Part | None:
    """The first one, in today's order, after the last that they had; what was put before it stays behind them.

    Who has not begun begins at the first: parts that came as issues meanwhile leave gaps, and are not repeated.
    """
    order = [part.uuid for part in parts]
    if not way.last_part:
        reached = -1
    elif way.last_part in order:
        reached = order.index(way.last_part)
    else:
        reached = max((place for place, uuid in enumerate(order) if uuid in had), default=-1)
    return next((part for part in parts[reached + 1 :] if part.uuid not in had), None)


def left_to_wait(course: Course, parts: Sequence[Part], way: Way, had: Collection[str], *, now: datetime) -> timedelta:
    """How much of the wait for the next part is left: what a reader's pause keeps. Never less than nothing."""
    part = next_part(parts, way, had)
    ready, _ = _ready(course, part or Part(uuid=""), way)
    return max(ready - now, timedelta(0))


def _due(course: Course, part: Part, way: Way, now: datetime) -> Due:
    ready, because = _ready(course, part, way)
    # Only who has just begun gets it at any hour; what a rest or a refusal put off comes in the window like the others.
    at_once = course.first_at_once and set(because) <= _JUST_BEGUN
    was_due, moved = _in_window(course, way, ready, at_once=at_once)
    if not at_once and because[-1] in _FOR_MANY and (later := _spread(course, way, part, was_due)) > was_due:
        was_due, moved = later, (*moved, Because.SPREAD)
    at, late = was_due, tuple[Because, ...]()
    if now > was_due:
        at, again = _in_window(course, way, now, at_once=at_once)
        if at > now:
            at, late = _spread(course, way, part, at), (Because.LATE, *again)
    return Due(part=part.uuid, at=at, was_due=was_due, because=(*because, *moved, *late))


def _spread(course: Course, way: Way, part: Part, moment: datetime) -> datetime:
    """Many come to the same moment; each has its own share of the time, the same one whenever it is asked."""
    if not (course.spread and way.seed):
        return moment
    share = int.from_bytes(sha256(f"{way.seed}:{part.uuid}".encode()).digest()[:4])
    return moment + timedelta(seconds=int(_left(course, way, moment).total_seconds()) * share // _SHARES)


def _ready(course: Course, part: Part, way: Way) -> tuple[datetime, tuple[Because, ...]]:
    """The moment before any window is asked: the start or the delay, then whatever lies later."""
    if way.last_handed_at is None:
        moment, because = way.started_at, [Because.START]
    else:
        moment = _after(way.last_handed_at, _delay(course, part, way), way.zone)
        because = [Because.DELAY]
    floors = (
        (part.live_since, Because.PUBLISHED),
        (course.open_since, Because.OPENED),
        (way.not_before, Because.NOT_BEFORE),
        (way.last_handed_at and way.last_handed_at + course.min_gap, Because.MIN_GAP),
        (course.changed_at, Because.CHANGED),  # last: it hides none of the others
    )
    for floor, why in floors:
        if floor and floor > moment:
            moment, because = floor, [*because, why]
    return moment, tuple(because)


def _delay(course: Course, part: Part, way: Way) -> Delay:
    """The reader's own choice, else the part's, else the course's."""
    own = Delay(part.days) if part.days is not None else course.delay
    return PACES.get(way.pace, own)


def _after(moment: datetime, delay: Delay, zone: ZoneInfo) -> datetime:
    """So many days later is the beginning of that day where the reader lives; the window says when on it."""
    if delay.unit is Unit.HOURS:
        return moment + timedelta(hours=delay.value)
    return _begins(moment, zone, days=delay.value)


def _in_window(course: Course, way: Way, moment: datetime, *, at_once: bool) -> tuple[datetime, tuple[Because, ...]]:
    """The first moment from then on at which a letter may leave, and never on the local day of the last one."""
    if at_once:
        return moment, ()
    at = _opening(course, way, moment)
    because = (Because.WINDOW,) if at > moment else ()
    last = way.last_handed_at
    if last and at.astimezone(way.zone).date() <= last.astimezone(way.zone).date():
        at = _opening(course, way, _begins(last, way.zone, days=1))
        because = (*because, Because.SAME_DAY)
    return at, because


def _opening(course: Course, way: Way, moment: datetime) -> datetime:
    return first_in_window(moment, zone=way.zone, weekdays=course.weekdays, opens=course.opens, closes=course.closes)


def _left(course: Course, way: Way, moment: datetime) -> timedelta:
    """Of the time in which those who come together may leave."""
    left = left_of_window(moment, zone=way.zone, weekdays=course.weekdays, opens=course.opens, closes=course.closes)
    return min(course.spread, left)


def _begins(moment: datetime, zone: ZoneInfo, *, days: int) -> datetime:
    """The first instant of the day so many days after that of `moment`."""
    day = moment.astimezone(zone).date() + days * _A_DAY
    return resolve(datetime.combine(day, time.min), zone)
