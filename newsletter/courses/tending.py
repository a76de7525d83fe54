"""What the scheduler does for courses at each tick: letters for what changed, ends written down, parts planned."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from cms.clock import database_now
from cms.database import AWAY
from newsletter.core.courses.moves import Move
from newsletter.core.failures import where
from newsletter.courses.letters import freeze_parts
from newsletter.models import Course, Enrollment
from newsletter.models.course_parts import Known, letters_of_today, mark_of
from newsletter.pipeline.break_courses import break_courses
from newsletter.pipeline.date_parts import date_parts
from newsletter.pipeline.plan_parts import AT_ONCE, TooLate, due_ways, plan_part
from newsletter.pipeline.settle_parts import answered_ways, settle_part
from newsletter.pipeline.withdraw import withdraw_older_parts
from series.core.order import Kind

NO_ORDER = "Its series is a collection now, which has no order. Make it a sequence or a contrast again, or close this."

log = logging.getLogger(__name__)


def tend_courses() -> int:
    """Every way whose letter has an answer, or whose next part is due, moves on. Says how many were looked at."""
    now = database_now()
    settled = _each(answered_ways(now=now), lambda pk: settle_part(pk, now=now))
    ways, known, dated = due_ways(now=now), Known(), 0
    if len(ways) >= AT_ONCE:
        dated = date_parts(now=now, known=known)
        ways = due_ways(now=now, among=ways)
    return settled + dated + _each(ways, lambda pk: _plan(pk, now, known))


def look_after_courses() -> None:
    """Those whose answers say that something is wrong are held."""
    break_courses(now=database_now())


def look_after_letters(*, thoroughly: bool = False) -> None:
    """Each open course has a letter for each public part, made anew after a change of what it stands on.

    `thoroughly` looks at every letter, also for what no mark of a course knows: a support line, a picture, a theme.
    """
    for course in Course.objects.running():
        try:
            refresh(course, thoroughly=thoroughly)
        except AWAY:
            raise
        except Exception as failure:  # noqa: BLE001 - one course that fails keeps no other waiting
            _tell(failure)


def refresh(course: Course, *, thoroughly: bool = False) -> None:
    """Letters and dates as the course stands now; its readers are asked anew when something has changed."""
    if course.series and course.series.kind == Kind.COLLECTION:
        Course.objects.all().move(course.pk, Move.HOLD, hold_detail=NO_ORDER)
        return
    mark = mark_of(course)
    if mark == course.seen_as and not thoroughly:
        return
    now = database_now()
    known, course.unfit = course.unfit, freeze_parts(course, now=now)
    withdraw_older_parts(course.pk, besides=letters_of_today(course).values())
    if mark == course.seen_as and known == course.unfit:
        return
    # What becomes due by a change is late by no fault of ours: nothing of it counts from before the change.
    Course.objects.filter(pk=course.pk).update(seen_as=mark, unfit=course.unfit, changed_at=now)
    Enrollment.objects.filter(subscription__course=course).look_again(now)


def _plan(enrollment_id: int, now: datetime, known: Known) -> None:
    try:
        plan_part(enrollment_id, now=now, known=known)
    except TooLate as late:
        Course.objects.all().move(late.course_id, Move.HOLD, hold_detail=str(late))


def _each(ids: Iterable[int], act: Callable[[int], None]) -> int:
    """One after the other; what fails for one reader is told, and keeps nobody else waiting."""
    count = 0
    for count, pk in enumerate(ids, start=1):  # noqa: B007 - it is what is returned
        try:
            act(pk)
        except AWAY:
            raise
        except Exception as failure:  # noqa: BLE001 - see above
            Enrollment.objects.filter(pk=pk).put_off()
            _tell(failure)
    return count


def _tell(failure: Exception) -> None:
    log.error("a course not tended", extra={"kind": type(failure).__name__, "at": where(failure)})
