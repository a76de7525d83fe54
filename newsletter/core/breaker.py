"""When the answers say that an issue should stop and a person should look. The figures are those of sending.md 9."""

from collections.abc import Mapping
from types import MappingProxyType

from newsletter.core.delivery_state import Reason
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason

FROM_ANSWERS = 50
FIRST_ANSWERS = 10
MOST_POLICY = 0.05
MOST_HARD = 0.03
MOST_COMPLAINTS = 0.003
FEWEST_COMPLAINTS = 2  # one reader's finger does not stop a small newsletter


def tripped(
    *,
    handed_over: int,
    refused: Mapping[str, int],
    bounced: Mapping[str, int] = MappingProxyType({}),
    complaints: int = 0,
) -> Hold | None:
    """Why to hold the issue; None to go on.

    `refused` and `bounced` are how many for each reason: at the next server, and later, of those handed over.
    """
    refusals = sum(refused.values())
    answers = handed_over + refusals
    if answers == refusals >= FIRST_ANSWERS:
        return Hold(reason=HoldReason.ROUTE_REFUSES, detail=f"The first {answers} answers were all refusals.")
    if answers < FROM_ANSWERS:
        return None
    policy, hard = (refused.get(why, 0) + bounced.get(why, 0) for why in (Reason.POLICY, Reason.HARD))
    if policy > answers * MOST_POLICY:
        return Hold(reason=HoldReason.POLICY_REFUSALS, detail=f"{policy} of {answers} answers object to us.")
    if hard > answers * MOST_HARD:
        return Hold(reason=HoldReason.HARD_BOUNCES, detail=f"{hard} of {answers} addresses do not exist.")
    if complaints >= FEWEST_COMPLAINTS and complaints > answers * MOST_COMPLAINTS:
        return Hold(reason=HoldReason.COMPLAINTS, detail=f"{complaints} readers of {answers} pressed “spam”.")
    return None
