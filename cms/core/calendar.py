"""Wall time in a zone as an instant: gaps and overlaps of clock changes, and windows of the week."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Ambiguity = Literal["plain", "skipped", "repeated"]

_DAY = timedelta(days=1)
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


def first_in_window(
    after: datetime, *, zone: ZoneInfo, weekdays: Collection[int], opens: time, closes: time
) -> datetime:
    """The first instant (UTC) at or after `after` that lies in a window of the week.

    Weekdays count from Monday, 0. A window belongs to the weekday on which it opens; one that closes at or
    before its opening time closes on the next day. A window that a gap swallows is the instant of the jump.
    Raises ValueError without a weekday, or when `after` has no zone.
    """
    if after.tzinfo is None:
        raise ValueError("An instant has a zone; give UTC.")
    today = after.astimezone(zone).date()
    for day in (today + days * _DAY for days in _DAYS_TO_LOOK_AT):
        if day.weekday() not in weekdays:
            continue
        start = resolve(datetime.combine(day, opens), zone)
        end = resolve(datetime.combine(day + _DAY if closes <= opens else day, closes), zone)
        if after <= start:
            return start
        if after < end:
            return after.astimezone(UTC)
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
