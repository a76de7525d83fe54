"""A course whose answers of the last day say that something is wrong waits for a person, as an issue does."""

from datetime import datetime, timedelta

from django.db.models import Count

from newsletter.core.breaker import tripped
from newsletter.core.courses.moves import Move
from newsletter.core.delivery_state import Outcome, State
from newsletter.core.issue_words import HOLD_REASONS
from newsletter.core.purposes import Purpose
from newsletter.models import Course, Delivery

A_DAY = timedelta(hours=24)


def break_courses(*, now: datetime) -> None:
    """Only what was answered since a person opened it counts: who has looked is not asked about the same again."""
    for course in Course.objects.running():
        since = max(now - A_DAY, course.open_since or now)
        parts = Delivery.objects.filter(purpose=Purpose.PART, enrollment__subscription__course=course)
        rows = parts.filter(ended_at__gt=since)
        refused = dict(rows.filter(state=State.REFUSED).order_by().values_list("reason").annotate(Count("pk")))
        heard = parts.filter(outcome_at__gt=since).bad_news()  # of whatever day the letter was
        bounced = {reason: count for outcome, reason, count in heard if outcome == Outcome.BOUNCED}
        complaints = sum(count for outcome, _, count in heard if outcome == Outcome.COMPLAINED)
        handed_over = rows.filter(state=State.HANDED_OVER).count() if refused or heard else 0
        if hold := tripped(handed_over=handed_over, refused=refused, bounced=bounced, complaints=complaints):
            words = f"{HOLD_REASONS[hold.reason]} {hold.detail}"
            Course.objects.all().move(course.pk, Move.HOLD, hold_detail=words[:400])
