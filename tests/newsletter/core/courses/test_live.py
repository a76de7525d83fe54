from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from newsletter.core.audience import Reason
from newsletter.core.courses.facts import Part, Way
from newsletter.core.courses.live import against_live, together

AUCKLAND = ZoneInfo("Pacific/Auckland")
NINE = datetime(2026, 6, 1, 9, tzinfo=AUCKLAND).astimezone(UTC)
PARTS = tuple(Part(uuid=name, live_since=NINE - timedelta(days=90)) for name in "abc")


def asked_at(now, *, shown="b"):
    way = Way(started_at=NINE, zone=AUCKLAND, last_part="a", last_handed_at=NINE)
    return against_live(PARTS, way, {"a"}, shown={shown}, min_gap=timedelta(hours=2), now=now)


def test_an_issue_brings_no_second_part_on_a_readers_day():
    assert asked_at(NINE + timedelta(hours=14)) is Reason.MIN_GAP
    assert asked_at(NINE + timedelta(hours=15)) is None


def test_what_several_courses_say_of_one_issue():
    had, behind, soon = Reason.ALREADY_HAD_PART, Reason.CATCHING_UP, Reason.MIN_GAP

    assert together([had]) is had
    assert together([had, None]) is None
    assert together([None]) is None
    assert together([behind, None]) is behind
    assert together([had, soon]) is soon
