"""When the answers say that an issue should stop and a person should look. The figures are those of sending.md 9."""

from collections.abc import Mapping

from newsletter.core.delivery_state import Reason
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason

FROM_ANSWERS = 50
FIRST_ANSWERS = 10
MOST_POLICY = 0.05
MOST_HARD = 0.03


def tripped(*, handed_over: int, refused: Mapping[str, int]) -> Hold | None:
    """Why to hold the issue, from how many were handed over and how many refused for each reason; None to go on."""
    refusals = sum(refused.values())
    answers = handed_over + refusals
    if answers == refusals >= FIRST_ANSWERS:
        return Hold(reason=HoldReason.ROUTE_REFUSES, detail=f"The first {answers} answers were all refusals.")
    if answers < FROM_ANSWERS:
        return None
    policy, hard = refused.get(Reason.POLICY, 0), refused.get(Reason.HARD, 0)
    if policy > answers * MOST_POLICY:
        return Hold(reason=HoldReason.POLICY_REFUSALS, detail=f"{policy} of {answers} answers object to us.")
    if hard > answers * MOST_HARD:
        return Hold(reason=HoldReason.HARD_BOUNCES, detail=f"{hard} of {answers} addresses do not exist.")
    return None
