"""Before a new pace is saved: whose dates move and when, asked once."""

from hashlib import sha256
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.template.response import TemplateResponse

from cms.clock import database_now
from newsletter.core.counts import count_words
from newsletter.core.courses.shift import Shift
from newsletter.core.moments import shown_twice
from newsletter.courses.foresee import shift_by
from newsletter.models import Course
from newsletter.segments import MAY_SEE

SEEN = "seen"
NOT_KEPT = frozenset({SEEN, "csrfmiddlewaretoken"})


def asked_first(view, form) -> TemplateResponse | None:
    """The page with the numbers; None when nobody's date moves, or when it was read and pressed."""
    course, request = form.instance, view.request
    mark = _mark(course)
    if request.POST.get(SEEN) == mark:
        return None
    shift = shift_by(course, now=database_now())
    if not shift:
        return None
    context = view.get_context_data(
        form=form,
        lines=words_of(shift, course, viewer=request.user),
        mark=mark,
        given=_given(request),
    )
    return TemplateResponse(request, "newsletter/admin/course_shift.html", context)


def words_of(shift: Shift, course: Course, *, viewer: AbstractBaseUser) -> list[str]:
    """Each thing that would happen, in a sentence; who may not see readers reads no number that points at one."""
    exactly = viewer.has_perm(MAY_SEE)
    spread = f"spread over {course.spread_minutes} minutes" if course.spread_minutes else "all of them at one moment"
    due = ("becomes due now: the next part comes", "become due now: their next part comes")
    moved = ("gets the next part", "get their next part")
    lines = [
        (shift.at_once, due, f"at the next hour at which letters leave, {spread}."),
        (shift.earlier, moved, "earlier than planned."),
        (shift.later, moved, "later than planned."),
    ]
    told = [f"{_readers(count, verbs, exactly=exactly)} {rest}" for count, verbs, rest in lines if count]
    return [*told, f"The first of these parts leaves on {_first(shift, course, viewer)}."]


def _readers(count: int, verbs: tuple[str, str], *, exactly: bool) -> str:
    if exactly and count == 1:
        return f"1 reader {verbs[0]}"
    return f"{count_words(count, exactly=exactly).capitalize()} readers {verbs[1]}"


def _first(shift: Shift, course: Course, viewer: AbstractBaseUser) -> str:
    return shown_twice(shift.first_at, zone=ZoneInfo(course.zone), viewer=viewer.zone)


def _mark(course: Course) -> str:
    """Of what was asked: another pace is asked about anew."""
    return sha256(repr((course.pk, course.rule)).encode()).hexdigest()[:16]


def _given(request: HttpRequest) -> list[tuple[str, str]]:
    """The form as it was filled in, for the press that keeps it."""
    return [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
