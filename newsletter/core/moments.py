"""When an issue leaves: the wall time that its author chose, the instant it means, and why it may be refused."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cms.core.calendar import ambiguity, resolve

A_SECOND = timedelta(seconds=1)
YEARS_AHEAD = 10


class TimeRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """A time that cannot be scheduled; the message is meant for the person who chose it."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A wall time in a zone and the instant (UTC) that it resolved to. `repeated` on the night clocks go back."""

    local_date: date
    local_time: time
    zone: str
    send_at: datetime
    repeated: bool = False


def moment_of(local_date: date, local_time: time, zone: str, *, now: datetime) -> Moment:
    """The moment that an author means. Raises TimeRefused for a time that is past, far away or on no clock."""
    there = zone_of(zone)
    _refuse_far_years(local_date, now=now)
    local = datetime.combine(local_date, local_time.replace(second=0, microsecond=0))
    kind = ambiguity(local, there)
    if kind == "skipped":
        raise TimeRefused(skipped_words(local, there))
    send_at = resolve(local, there)
    if send_at <= now:
        raise TimeRefused(f"{shown(send_at, there)} has passed. Choose a later time.")
    return Moment(
        local_date=local_date, local_time=local.time(), zone=zone, send_at=send_at, repeated=kind == "repeated"
    )


def _refuse_far_years(day: date, *, now: datetime) -> None:
    """A slip of the finger; and at the ends of the calendar there is no instant to compute with."""
    if day.year < now.year - 1:
        raise TimeRefused(f"The year {day.year} has passed. Choose a later day.")
    if day.year > now.year + YEARS_AHEAD:
        raise TimeRefused(f"The year {day.year} is more than {YEARS_AHEAD} years ahead. Please check the year.")


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name. Raises TimeRefused."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise TimeRefused("We do not know this time zone. Choose one from the list.") from unknown


def city(zone: ZoneInfo) -> str:
    """Berlin for Europe/Berlin."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def skipped_words(local: datetime, zone: ZoneInfo) -> str:
    """Why a time inside a gap cannot be chosen, and the first one that can."""
    jump = resolve(local, zone)
    before = (jump - A_SECOND).astimezone(zone).replace(tzinfo=None) + A_SECOND
    behind = jump.astimezone(zone)
    return (
        f"This time does not exist in {city(zone)}: clocks go forward at {before:%H:%M} that night. "
        f"Choose {behind:%H:%M} or later."
    )


def shown(instant: datetime, zone: ZoneInfo) -> str:
    """An instant as people read it, with its place: Thursday 12 June 2025, 07:00 Lisbon."""
    local = instant.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} {city(zone)}"


def shown_twice(instant: datetime, *, zone: ZoneInfo, viewer: ZoneInfo) -> str:
    """The same, and the viewer's own time where it differs: ...; 08:00 for you."""
    here, there = instant.astimezone(viewer), instant.astimezone(zone)
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return shown(instant, zone)
    day = "" if here.date() == there.date() else f"{here:%A} "
    return f"{shown(instant, zone)}; {day}{here:%H:%M} for you"


def distance(instant: datetime, *, now: datetime) -> str:
    """How far away an instant is: in 3 hours, 5 minutes ago."""
    seconds = (instant.astimezone(UTC) - now).total_seconds()
    words = _span(abs(seconds))
    return f"in {words}" if seconds >= 0 else f"{words} ago"


def _span(seconds: float) -> str:
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(seconds // length)
        if count:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than a minute"
