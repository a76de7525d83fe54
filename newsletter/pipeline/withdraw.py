"""Deliveries that shall not leave after all: of a cancelled issue, of a reader who left."""

from newsletter.core.delivery_state import Cause, Event, Reason, State
from newsletter.models import Delivery


def withdraw_issue(issue_id: int, *, actor=None) -> int:
    """Every pending delivery of a cancelled issue, in chunks; claimed ones lose at the mark. Says how many."""
    return _withdraw_all(Delivery.objects.of_issue(issue_id), reason=Reason.ISSUE_CANCELLED, actor=actor)


def withdraw_reader(subscription_id: int, *, actor=None) -> int:
    """Every pending delivery of a reader who left. Says how many."""
    return _withdraw_all(Delivery.objects.filter(subscription_id=subscription_id), reason=Reason.LEFT, actor=actor)


def _withdraw_all(rows, *, reason: Reason, actor) -> int:
    total = 0
    while moved := rows.shift(Event.WITHDRAW, before=State.PENDING, cause=Cause.PERSON, reason=reason, actor=actor):
        total += len(moved)
    return total
