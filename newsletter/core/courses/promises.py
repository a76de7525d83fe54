"""What a pace says to readers is what the planner keeps: never two parts on one day, nor within the shortest gap."""

from collections.abc import Mapping

from newsletter.core.courses.facts import Delay, Unit

A_DAY = 24  # hours


def promise_problems(delay: Delay, *, min_gap_hours: int) -> Mapping[str, str]:
    """Why readers would not get what the pace says: field of the course -> words."""
    hours = delay.value if delay.unit is Unit.HOURS else delay.value * A_DAY
    if hours < A_DAY:
        return {"delay_value": "Two parts never leave on one day, so choose 24 hours or more."}
    if min_gap_hours > hours:
        return {"min_gap_hours": f"A part would come every {hours} hours, so this can be {hours} at most."}
    return {}


def kept(delay: Delay) -> Delay:
    """What readers get of it at the soonest."""
    return Delay(1) if delay.unit is Unit.HOURS and delay.value < A_DAY else delay
