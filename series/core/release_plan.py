"""When each part of a series goes live: spaced by days or set by hand, in the order of the parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from cms.core.calendar import Ambiguity, ambiguity, resolve


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """A part as the plan finds it; `at` is the release that it waits for already."""

    uuid: str
    name: str
    is_live: bool = False
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One part's moment: the wall time that was meant, the instant (UTC) it becomes, and what clocks do to it."""

    uuid: str
    name: str
    wall: datetime
    at: datetime
    clock: Ambiguity
    zone: ZoneInfo

    @property
    def clock_words(self) -> str:
        """What an author should know of a night on which clocks change; nothing on other nights."""
        if self.clock == "skipped":
            actual = self.at.astimezone(self.zone)
            return f"{self.wall:%H:%M} does not exist that night: clocks go forward. It goes live at {actual:%H:%M}."
        if self.clock == "repeated":
            return f"{self.wall:%H:%M} comes twice that night: clocks go back. It goes live the first time."
        return ""


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One part was moved `by` so much, and the parts behind it kept their dates; `walls` is where they would go."""

    name: str
    by: timedelta
    walls: Mapping[str, datetime]

    @property
    def distance(self) -> str:
        """How far, in words: "3 days later", "1 day and 2 hours earlier"."""
        minutes = abs(self.by) // timedelta(minutes=1)
        days, minutes = divmod(minutes, 24 * 60)
        counts = {"day": days, "hour": minutes // 60, "minute": minutes % 60}
        words = [f"{count} {unit}{'' if count == 1 else 's'}" for unit, count in counts.items() if count]
        return f"{' and '.join(words)} {'later' if self.by > timedelta() else 'earlier'}"


def spaced(parts: Iterable[PlanPart], *, first: datetime, every_days: int, zone: ZoneInfo) -> tuple[Planned, ...]:
    """Every part that is not live, one each `every_days` calendar days from the wall time `first` (naive)."""
    waiting = [part for part in parts if not part.is_live]
    return tuple(
        planned(part, wall=first + timedelta(days=every_days * number), zone=zone)
        for number, part in enumerate(waiting)
    )


def hand_set(parts: Iterable[PlanPart], *, walls: Mapping[str, datetime], zone: ZoneInfo) -> tuple[Planned, ...]:
    """The parts that were given a wall time (naive), by uuid."""
    return tuple(planned(part, wall=walls[part.uuid], zone=zone) for part in parts if part.uuid in walls)


def together(parts: Iterable[PlanPart], *, wall: datetime, zone: ZoneInfo) -> tuple[Planned, ...]:
    """Every part that is not live at one wall time (naive): both sides of a contrast, or a whole series."""
    return tuple(planned(part, wall=wall, zone=zone) for part in parts if not part.is_live)


def offered_shift(parts: Iterable[PlanPart], *, walls: Mapping[str, datetime], zone: ZoneInfo) -> Shift | None:
    """What could go along with the first part that was moved to another wall time; None when nothing could.

    `walls` are the naive wall times as an author has them now; parts that were moved by themselves stay.
    """
    waiting = [part for part in parts if not part.is_live and part.at and part.uuid in walls]
    before = {part.uuid: _wall(part.at, zone) for part in waiting if part.at}
    moved = next((place for place, part in enumerate(waiting) if walls[part.uuid] != before[part.uuid]), None)
    if moved is None:
        return None
    first = waiting[moved]
    by = walls[first.uuid] - before[first.uuid]
    behind = [part for part in waiting[moved + 1 :] if walls[part.uuid] == before[part.uuid]]
    along = {part.uuid: before[part.uuid] + by for part in behind}
    return Shift(name=first.name, by=by, walls=along) if along else None


def planned(part: PlanPart, *, wall: datetime, zone: ZoneInfo) -> Planned:
    return Planned(
        uuid=part.uuid, name=part.name, wall=wall, at=resolve(wall, zone), clock=ambiguity(wall, zone), zone=zone
    )


def series_moment(parts: Iterable[PlanPart], moments: Mapping[str, datetime | None]) -> datetime | None:
    """When a series that is still a draft goes live with the first of its parts; None is now.

    `moments` are those of the parts that are released now (None) or planned; other parts keep theirs.
    """
    rows = tuple(parts)
    if any(part.is_live for part in rows) or None in moments.values():
        return None
    known = (moments.get(part.uuid, part.at) for part in rows)
    return min((at for at in known if at), default=None)


def too_early(parts: Iterable[PlanPart], plan: Iterable[Planned]) -> tuple[tuple[str, str], ...]:
    """(part, the one that it follows) wherever readers would meet a part before the one that it follows."""
    moments = {entry.uuid: entry.at for entry in plan}
    rows = tuple(parts)
    return tuple(
        (after.name, before.name)
        for before, after in pairwise(rows)
        if after.uuid in moments and not _is_before(before, moments, moments[after.uuid])
    )


def too_late(plan: Iterable[Planned], *, now: datetime) -> tuple[Planned, ...]:
    """What was planned for a time that has passed."""
    return tuple(entry for entry in plan if entry.at <= now)


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)


def _is_before(part: PlanPart, moments: Mapping[str, datetime], at: datetime) -> bool:
    own = moments.get(part.uuid, part.at)
    return part.is_live or (own is not None and own <= at)
