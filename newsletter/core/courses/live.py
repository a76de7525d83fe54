"""A part that leaves as an issue while some readers get the series by a course: who of them takes it from there."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from newsletter.core.audience import Reason
from newsletter.core.courses.facts import Part, Way
from newsletter.core.courses.plan import next_part


def against_live(  # noqa: PLR0913 - the planner's facts, and what the issue adds to them
    parts: Sequence[Part], way: Way, had: Collection[str], *, shown: Collection[str], min_gap: timedelta, now: datetime
) -> Reason | None:
    """Why a reader of the course does not get the issue that shows these parts; None when it is their next one.

    So nobody gets part 5 before part 2, and no part twice by two roads.
    """
    order = [part.uuid for part in parts]
    fresh = [uuid for uuid in order if uuid in shown and uuid not in had]
    if not fresh:
        return Reason.ALREADY_HAD_PART
    following = next_part(parts, way, had)
    if way.is_in_flight or (following and order.index(following.uuid) < order.index(fresh[0])):
        return Reason.CATCHING_UP
    if way.last_handed_at and (now - way.last_handed_at < min_gap or _on_one_day(now, way.last_handed_at, way.zone)):
        return Reason.MIN_GAP
    return None


def together(found: Collection[Reason | None]) -> Reason | None:
    """What several courses of one reader say of one issue: that they had a part is no reason while another is new."""
    new = {reason for reason in found if reason is not Reason.ALREADY_HAD_PART}
    if not new:
        return Reason.ALREADY_HAD_PART
    return next((reason for reason in Reason if reason in new), None)


def _on_one_day(now: datetime, last: datetime, zone: ZoneInfo) -> bool:
    """Never two parts on one day where the reader lives, by whichever road."""
    return now.astimezone(zone).date() <= last.astimezone(zone).date()
