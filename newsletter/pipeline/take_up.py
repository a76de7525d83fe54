"""Deliveries that were set aside are taken up again, because a person has looked at why their senders ended."""

from cms.clock import Now
from newsletter.core.delivery_state import Cause, Event, State
from newsletter.models import Delivery


def take_up_again(issue_id: int, *, actor, why: str = "") -> None:
    """All of the issue's; their lost claims are counted anew."""
    line = {"cause": Cause.PERSON, "actor": actor, "evidence": {"why": why[:400]}}
    rows = Delivery.objects.of_issue(issue_id).set_aside()
    while rows.shift(Event.TRY_AGAIN, before=State.PENDING, **line, lost_claims=0, not_before=Now()):
        pass
