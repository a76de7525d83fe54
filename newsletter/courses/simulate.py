"""Every date of a course for a reader who begins at some moment: the scheduler's own planner, asked ahead."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from newsletter.core.courses.facts import CourseState, Pace, Way
from newsletter.core.courses.outlook import WORDS, outlook
from newsletter.models import Course
from newsletter.models.course_parts import parts_of, rows_of


@dataclass(frozen=True, kw_only=True)
class Date:
    """One part: when it leaves, and each rule that moved it. `at` is None where it waits."""

    title: str
    at: datetime | None = None
    because: tuple[str, ...] = ()


def simulate(course: Course, *, begins: datetime, zone: ZoneInfo, pace: Pace = Pace.COURSE) -> Iterator[Date]:
    """Each part that is public, and then the first one that is not: its readers wait there. Writes nothing."""
    titles = {str(row["uuid"]): row["title"] for row in rows_of(course)}
    rule = replace(course.rule, state=CourseState.OPEN, open_since=None, changed_at=None)
    parts, way = parts_of(course), Way(started_at=begins, zone=zone, pace=pace)
    dates = list(outlook(rule, parts, way, (), now=begins))
    for due in dates:
        yield Date(title=titles[due.part], at=due.at, because=tuple(WORDS[reason] for reason in due.because))
    if len(dates) < len(parts):
        yield Date(title=titles[parts[len(dates)].uuid])
