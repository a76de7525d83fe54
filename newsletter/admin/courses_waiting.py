"""Courses that wait for a person, or a part of which has no letter: what stands on the first page of the admin."""

from newsletter.core.counts import count_words
from newsletter.core.courses.facts import Standing
from newsletter.models import Course, Enrollment
from newsletter.models.course_parts import rows_of

MOST_LETTERS = 200  # of a reason: the course's own page holds the rest


def courses_waiting(*, exactly: bool) -> list[tuple[Course, str]]:
    """Each course with what is the matter; `exactly` is for those who may see readers."""
    held = [(course, f"Held. {course.hold_detail}") for course in Course.objects.waiting()]
    return [*held, *((course, _unfit_words(course, exactly=exactly)) for course in Course.objects.unfit())]


def under_way_words(course: Course, *, exactly: bool) -> str:
    """How many it would end for: 12 readers."""
    under_way = Enrollment.objects.open().filter(subscription__course=course).exclude(state=Standing.COMPLETED)
    return _readers(under_way.count(), exactly=exactly)


def _readers(number: int, *, exactly: bool) -> str:
    return f"{count_words(number, exactly=exactly)} {'reader' if exactly and number == 1 else 'readers'}"


def _unfit_words(course: Course, *, exactly: bool) -> str:
    rows = [row for row in rows_of(course) if str(row["uuid"]) in course.unfit]
    if not rows:
        return "A part that was taken out meanwhile had no letter."
    row, *more = rows
    wait = Enrollment.objects.open().filter(subscription__course=course, next_part=row["uuid"], in_flight=None).count()
    verb = "waits" if exactly and wait == 1 else "wait"
    words = f"“{row['title']}” has no letter, and {_readers(wait, exactly=exactly)} {verb} for it."
    others = f" {len(more)} more of its parts {'has' if len(more) == 1 else 'have'} none." if more else ""
    return f"{words}{others} {course.unfit[str(row['uuid'])][:MOST_LETTERS]}"
