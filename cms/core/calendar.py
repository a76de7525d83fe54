"""Wall time in a zone as an instant: gaps and overlaps of clock changes, and windows of the week."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Ambiguity = Literal["plain", "skipped", "repeated"]

_DAY = timedelta(days=1)
_FIRST = datetime.min.replace(tzinfo=UTC) + _DAY
_LAST = datetime.max.replace(tzinfo=UTC) - _DAY
# From the evening before, whose window may still be open, to the same weekday of next week and one more
# for zones that once left a day out.
_DAYS_TO_LOOK_AT = range(-1, 9)


def resolve(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which the wall clock shows `local`, or, where it is skipped, the instant of the jump.

    `local` is naive. Raises ValueError when it carries a zone of its own.
    """
    _must_be_naive(local)
    first = _instant(local, zone, fold=0)
    if _wall(first, zone) == local:
        return first
    # In a gap, fold=1 names an instant before the jump and fold=0 one after it.
    return _jump(_instant(local, zone, fold=1), first, local=local, zone=zone)


def ambiguity(local: datetime, zone: ZoneInfo) -> Ambiguity:
    """Whether the wall clock shows `local` once, never (a gap) or twice (an overlap)."""
    _must_be_naive(local)
    first = _instant(local, zone, fold=0)
    if _wall(first, zone) != local:
        return "skipped"
    return "plain" if _instant(local, zone, fold=1) == first else "repeated"


def tellable(instant: datetime) -> datetime:
    """The instant, or where the calendar ends the nearest one that has a wall time in every zone."""
    return min(max(instant, _FIRST), _LAST)


def first_in_window(
    after: datetime, *, zone: ZoneInfo, weekdays: Collection[int], opens: time, closes: time
) -> datetime:
    """The first instant (UTC) at or after `after` that lies in a window of the week.

    Weekdays count from Monday, 0. A window belongs to the weekday on which it opens; one that closes at or
    before its opening time closes on the next day. A window that a gap swallows is the instant of the jump.
    Raises ValueError without a weekday, or when `after` has no zone.
    """
    start, _ = _window(after, zone=zone, weekdays=weekdays, opens=opens, closes=closes)
    return max(start, after.astimezone(UTC))


def left_of_window(
    moment: datetime, *, zone: ZoneInfo, weekdays: Collection[int], opens: time, closes: time
) -> timedelta:
    """How much of its window is left at a moment that lies in one; of the next one otherwise, all of it."""
    start, end = _window(moment, zone=zone, weekdays=weekdays, opens=opens, closes=closes)
    return max(end - max(start, moment.astimezone(UTC)), timedelta(0))


def _window(
    around: datetime, *, zone: ZoneInfo, weekdays: Collection[int], opens: time, closes: time
) -> tuple[datetime, datetime]:
    """The window that holds the instant, or the next one."""
    if around.tzinfo is None:
        raise ValueError("An instant has a zone; give UTC.")
    today = around.astimezone(zone).date()
    for day in (today + days * _DAY for days in _DAYS_TO_LOOK_AT):
        if day.weekday() not in weekdays:
            continue
        start = resolve(datetime.combine(day, opens), zone)
        end = resolve(datetime.combine(day + _DAY if closes <= opens else day, closes), zone)
        if around <= start or around < end:
            return start, end
    raise ValueError("A window needs at least one weekday, from 0 (Monday) to 6 (Sunday).")


def _instant(local: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _jump(before: datetime, behind: datetime, *, local: datetime, zone: ZoneInfo) -> datetime:
    """The second between two instants at which the wall clock leaps over `local`; zones change on whole seconds."""
    low, high = int(before.timestamp()), int(behind.timestamp()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _wall(datetime.fromtimestamp(middle, UTC), zone) > local:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


def _must_be_naive(local: datetime) -> None:
    if local.tzinfo is not None:
        raise ValueError("A wall time has no zone of its own; give the zone beside it.")
