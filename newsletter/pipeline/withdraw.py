"""Deliveries that shall not leave after all: of a cancelled issue, of a reader who left."""

from collections.abc import Iterable

from newsletter.core.delivery_state import Cause, Event, Reason, State
from newsletter.core.purposes import Purpose
from newsletter.models import Delivery


def withdraw_issue(issue_id: int, *, actor=None) -> None:
    """The first thousand pending deliveries of a cancelled issue; the sweep sees to the rest of a long list.

    None of them leaves meanwhile: whatever is claimed loses at the mark.
    """
    line = {"cause": Cause.PERSON, "actor": actor}
    Delivery.objects.of_issue(issue_id).shift(
        Event.WITHDRAW, before=State.PENDING, reason=Reason.ISSUE_CANCELLED, **line
    )


def withdraw_reader(subscription_id: int, *, actor=None) -> int:
    """Every pending delivery of a reader who left. Says how many."""
    return _withdraw_all(Delivery.objects.filter(subscription_id=subscription_id), reason=Reason.LEFT, actor=actor)


def withdraw_older_parts(course_id: int, *, besides: Iterable[int]) -> int:
    """Every pending part of a course whose frozen letter is not one of `besides`: it was edited, or withdrawn."""
    rows = Delivery.objects.filter(purpose=Purpose.PART, enrollment__subscription__course=course_id)
    older = rows.exclude(compiled__in=list(besides))
    return _withdraw_all(older, reason=Reason.COURSE_STOPPED, cause=Cause.RULE)


def _withdraw_all(rows, *, reason: Reason, cause: Cause = Cause.PERSON, actor=None) -> int:
    total = 0
    while moved := rows.shift(Event.WITHDRAW, before=State.PENDING, cause=cause, reason=reason, actor=actor):
        total += len(moved)
    return total
