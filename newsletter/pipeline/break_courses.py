"""A course whose answers of the last day say that something is wrong waits for a person, as an issue does."""

from datetime import datetime, timedelta

from newsletter.core.breaker import tripped
from newsletter.core.courses.moves import Move
from newsletter.core.issue_words import HOLD_REASONS
from newsletter.core.purposes import Purpose
from newsletter.models import Course, Delivery

A_DAY = timedelta(hours=24)


def break_courses(*, now: datetime) -> None:
    """Only what was answered since a person opened it counts: who has looked is not asked about the same again."""
    for course in Course.objects.running():
        since = max(now - A_DAY, course.open_since or now)
        parts = Delivery.objects.filter(purpose=Purpose.PART, enrollment__subscription__course=course)
        if hold := tripped(**parts.answers(since=since)):  # complaints of today, of whatever day the letter was
            words = f"{HOLD_REASONS[hold.reason]} {hold.detail}"
            Course.objects.all().move(course.pk, Move.HOLD, hold_detail=words[:400])
