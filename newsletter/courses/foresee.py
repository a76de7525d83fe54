"""What saving an edit of a course would move; nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from newsletter.core.courses.facts import Course as Rule, CourseState, Part
from newsletter.core.courses.plan import Plan, plan
from newsletter.core.courses.shift import Shift, shift_of
from newsletter.models import Course, Enrollment, PartHandOver
from newsletter.models.course_parts import parts_of

AT_ONCE = 2_000  # readers in one look


def shift_by(edited: Course, *, now: datetime) -> Shift:
    """Whose dates move when `edited`, which is not saved yet, is. A course that does not run moves nobody today."""
    was = Course.objects.select_related("series").get(pk=edited.pk)
    before, after = was.rule, edited.rule
    if before.state is not CourseState.OPEN or before == after:
        return Shift()
    # Saving is noticed as a change, and nothing of it counts from before: newsletter/courses/tending.py.
    return shift_of(_plans(was, before, replace(after, changed_at=now), now))


def _plans(course: Course, before: Rule, after: Rule, now: datetime) -> Iterator[tuple[Plan, Plan]]:
    waiting, last = Enrollment.objects.waiting_for_a_part(course), 0
    parts = parts_of(course)
    while ways := list(waiting.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = ways[-1].pk
        yield from _both(ways, parts, before, after, now)


def _both(
    ways: Sequence[Enrollment], parts: Sequence[Part], before: Rule, after: Rule, now: datetime
) -> Iterator[tuple[Plan, Plan]]:
    had = PartHandOver.objects.had_by(ways)
    for row in ways:
        way = row.way(zone=row.subscription.subscriber.zone, is_paused=False)
        yield plan(before, parts, way, had[row.pk], now=now), plan(after, parts, way, had[row.pk], now=now)
