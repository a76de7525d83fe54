from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cms.core.findings import Level
from newsletter.core.items import PageFacts, problem_of

LISBON = ZoneInfo("Europe/Lisbon")
MONDAY = datetime(2026, 6, 8, 6, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 6, 12, 6, 0, tzinfo=UTC)


def asked(page, *, send_at=None):
    return problem_of(page, send_at=send_at, zone=LISBON, block_id="b1")


def test_a_draft_is_named_and_stops_the_letter():
    finding = asked(PageFacts(title="Signs", is_live=False))

    assert finding.level is Level.STOP
    assert finding.block_id == "b1"
    assert f"{finding.words} {finding.mend}" == (
        "“Signs” is a draft, so the letter cannot show it. Publish it or take it out."
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_live": True, "is_private": True}, "is private"),
        ({"is_live": False, "is_expired": True}, "will have expired"),
        ({"is_live": True, "expires_at": MONDAY}, "will have expired"),
        ({"is_live": False, "planned_for": FRIDAY.replace(day=13)}, "goes live on Saturday 13 June, 07:00, after"),
    ],
)
def test_what_cannot_be_shown_on_that_day_stops_with_its_reason(facts, words):
    finding = asked(PageFacts(title="Signs", **facts), send_at=FRIDAY)

    assert finding.level is Level.STOP
    assert words in finding.words


def test_a_page_that_goes_live_before_the_letter_leaves_is_fine():
    page = PageFacts(title="Signs", is_live=False, planned_for=MONDAY)

    assert asked(page, send_at=FRIDAY) is None
    assert asked(page).level is Level.HINT
