"""A reader's way through a course begins, rests, goes on and ends with their subscription; in its transaction."""

from datetime import timedelta

from cms.clock import database_now
from newsletter.core.courses.facts import Standing
from newsletter.core.courses.plan import left_to_wait
from newsletter.models import Enrollment, PartHandOver, Subscription
from newsletter.models.course_parts import parts_of

FRESH = {"state": Standing.ACTIVE, "hold_reason": "", "tries": 0, "slides": 0, "wait_left": None, "begins_again": False}


def begin(subscription: Subscription) -> None:
    """Part 1 comes; who had left, had everything, or whose course was closed, goes on behind their last part.

    Who is under way stays where they are, and a newsletter has no ways.
    """
    if subscription.course_id is None:
        return
    now = database_now()
    last = Enrollment.objects.filter(subscription=subscription).order_by("-run").first()
    if last is None:
        Enrollment.objects.create(subscription=subscription, started_at=now, next_due=now)
        return
    over = Enrollment.objects.filter(pk=last.pk, state__in=[Standing.EXITED, Standing.COMPLETED])
    over.update(**FRESH, ended_at=None, not_before=now, next_due=now)


def come_back(subscription: Subscription, *, rests: bool) -> None:
    """A leaving is undone: the place and what was left of the wait are as before, also of one who rests."""
    last = Enrollment.objects.filter(subscription=subscription, state=Standing.EXITED).order_by("-run").first()
    if last is None or last.ended_at < subscription.ended_at:  # its course was closed before they left
        return
    now = database_now()
    facts = {"state": Standing.ACTIVE, "ended_at": None}
    if rests:
        facts |= {"next_due": None}
    else:
        until = now + (last.wait_left or timedelta(0))
        facts |= {"wait_left": None, "not_before": max(until, last.not_before or until), "next_due": now}
    Enrollment.objects.filter(pk=last.pk).update(**facts)


def end(subscription: Subscription) -> None:
    """Nothing of it is due any more."""
    now = database_now()
    Enrollment.objects.filter(subscription=subscription).end(now)
    Enrollment.objects.call_next(subscription.subscriber_id, now)


def rest(subscription: Subscription) -> None:
    """What is left of the wait is kept; the rest of a rest keeps the first one's."""
    reader, now = subscription.subscriber, database_now()
    for row in Enrollment.objects.filter(subscription=subscription, wait_left=None).open():
        row.subscription = subscription
        way = row.way(zone=reader.zone, is_paused=False)
        course = subscription.course
        left = left_to_wait(course.rule, parts_of(course), way, PartHandOver.objects.had_in(row), now=now)
        Enrollment.objects.filter(pk=row.pk).update(wait_left=left, next_due=None)
    if subscription.course_id:
        Enrollment.objects.call_next(subscription.subscriber_id, now)


def go_on(subscription: Subscription) -> None:
    """The wait goes on where it stopped."""
    now = database_now()
    for row in Enrollment.objects.filter(subscription=subscription).open():
        until = now + (row.wait_left or timedelta(0))
        Enrollment.objects.filter(pk=row.pk).update(wait_left=None, not_before=until, next_due=now)
