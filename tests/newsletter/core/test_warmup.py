from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from newsletter.core.warmup import FULL_A_DAY, GROWTH, WarmUp

START = date(2026, 12, 1)
PLAN = WarmUp(since=START, first_day=200)


def test_each_day_allows_at_most_half_as_much_again():
    budgets = [PLAN.budget(START + timedelta(days=day)) for day in range(5)]

    assert budgets == [200, 300, 450, 675, 1012]


@given(st.integers(1, 10_000), st.integers(0, 400))
def test_no_day_grows_faster_and_one_day_the_domain_is_warm(first, day):
    plan = WarmUp(since=START, first_day=first)
    today, tomorrow = (plan.budget(START + timedelta(days=day + more)) for more in (0, 1))

    assert today is None or today < FULL_A_DAY
    assert tomorrow is None or tomorrow <= today * GROWTH + 1
    assert plan.budget(START + timedelta(days=101)) is None


def test_before_its_first_day_the_plan_stands_at_its_beginning():
    assert PLAN.budget(START - timedelta(days=3)) == 200


@pytest.mark.parametrize(
    ("readers", "days"), [({}, 1), ({"gmail": 200}, 1), ({"gmail": 201, "a": 3}, 2), ({"gmail": 1625}, 4)]
)
def test_it_takes_until_the_largest_group_has_its_letters(readers, days):
    assert PLAN.days_for(readers, start=START) == days
