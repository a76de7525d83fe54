"""A pace that readers are told is one that the planner keeps."""

import pytest

from newsletter.core.courses.facts import Delay, Unit
from newsletter.core.courses.promises import kept, promise_problems


@pytest.mark.parametrize(
    ("delay", "min_gap_hours", "field"),
    [
        (Delay(23, Unit.HOURS), 20, "delay_value"),
        (Delay(30, Unit.HOURS), 31, "min_gap_hours"),
        (Delay(1), 25, "min_gap_hours"),
    ],
)
def test_a_pace_that_would_not_be_kept_is_refused_at_its_field(delay, min_gap_hours, field):
    assert list(promise_problems(delay, min_gap_hours=min_gap_hours)) == [field]


@pytest.mark.parametrize("delay", [Delay(24, Unit.HOURS), Delay(1), Delay(30)])
def test_one_that_will_be_kept_is_taken(delay):
    assert not promise_problems(delay, min_gap_hours=24)
    assert kept(delay) == delay


def test_hours_that_were_chosen_before_come_once_a_day():
    assert kept(Delay(6, Unit.HOURS)) == Delay(1)
