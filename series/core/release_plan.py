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


def planned(part: PlanPart, *, wall: datetime, zone: ZoneInfo) -> Planned:
    return Planned(
        uuid=part.uuid, name=part.name, wall=wall, at=resolve(wall, zone), clock=ambiguity(wall, zone), zone=zone
    )


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


def _is_before(part: PlanPart, moments: Mapping[str, datetime], at: datetime) -> bool:
    own = moments.get(part.uuid, part.at)
    return part.is_live or (own is not None and own <= at)
