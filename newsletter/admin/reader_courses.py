"""Where one reader is in a series that comes part by part, as staff read it in the reader's story."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from newsletter.admin.course_standing import ENDS, HELD, delay_words, pace_of
from newsletter.core.courses.facts import PACES, CourseState, Held, Pace, Standing
from newsletter.core.moments import shown
from newsletter.models import Course, Enrollment, PartHandOver, Subscription
from newsletter.models.course_parts import rows_of

ON_ITS_WAY = "A part is on its way at this moment."
RESTS = {
    CourseState.PAUSED: "The course is paused, so nothing leaves.",
    CourseState.HELD: "The course is held, so nothing leaves.",
    CourseState.CLOSED: "The course is closed: nothing more comes.",
}


def course_lines(subscription: Subscription) -> list[str]:
    """What they had, what comes next and when, and at which pace; nothing of a newsletter."""
    way = subscription.enrollments.order_by("-run").first() if subscription.course_id else None
    if way is None:
        return []
    parts = rows_of(subscription.course)
    had = PartHandOver.objects.had_in(way) & {str(part["uuid"]) for part in parts}
    return [f"Had {len(had)} of {len(parts)} parts.", *_next(way, subscription, parts), _pace(way, subscription.course)]


def _next(way: Enrollment, subscription: Subscription, parts: list[dict]) -> Iterator[str]:
    course = subscription.course
    if way.in_flight_id:
        yield ON_ITS_WAY
    elif way.state == Standing.HELD:
        yield HELD[Held(way.hold_reason)]
    elif course.state in RESTS:
        yield RESTS[CourseState(course.state)]
    elif way.state in ENDS:
        yield f"{ENDS[Standing(way.state)]}."
    elif subscription.state == Subscription.State.PAUSED:
        yield "The next part comes when the rest is over."
    else:
        yield from _part(way, subscription, parts)


def _part(way: Enrollment, subscription: Subscription, parts: list[dict]) -> Iterator[str]:
    named = {part["uuid"]: f"Part {at}, “{part['title']}”" for at, part in enumerate(parts, start=1)}
    if way.next_part in named and way.next_due:
        when = shown(way.next_due, ZoneInfo(subscription.subscriber.zone))
        yield f"Next: {named[way.next_part]}, {when}."
    else:
        yield "Their next part gets its date within minutes."


def _pace(way: Enrollment, course: Course) -> str:
    if way.pace == Pace.COURSE:
        return f"Pace: {pace_of(course)}, as the course says."
    return f"Pace: {delay_words(PACES[Pace(way.pace)])}, as the reader chose."
