"""The arithmetic of pace: never faster than was said, and slower only for as long as a receiver asks for it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from newsletter.core.pace import Allowance, Bucket, recovered, slowed

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
RATES = st.floats(0.1, 5_000)


def bucket(rate, tokens=0.0):
    return Bucket(per_second=rate, tokens=tokens, refilled_at=NOON)


@given(RATES, st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_in_no_stretch_of_time_more_is_taken_than_the_rate_and_one_bucket(rate, pauses):
    own, now, taken = bucket(rate), NOON, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        own = own.refilled(now)
        taken.append((now, own.whole))
        own = own.without(own.whole)

    for begin in range(len(taken)):
        for end in range(begin, len(taken)):
            seconds = (taken[end][0] - taken[begin][0]).total_seconds()
            count = sum(number for _, number in taken[begin : end + 1])
            assert count <= rate * seconds + own.capacity + 1e-3


@given(RATES)
def test_asked_often_enough_the_whole_rate_is_given(rate):
    own, now, count = bucket(rate), NOON, 0
    step = min(0.2, max(0.01, 0.5 / rate))
    steps = int(max(20, 40 / rate) / step)
    for _ in range(steps):
        now += timedelta(seconds=step)
        own = own.refilled(now)
        count += own.whole
        own = own.without(own.whole)

    assert count >= 0.95 * rate * steps * step - own.capacity - 1


def test_a_clock_that_goes_back_gives_and_takes_nothing():
    own = bucket(10, tokens=1.0).refilled(NOON - timedelta(hours=1))

    assert (own.tokens, own.refilled_at) == (1.0, NOON)


def test_the_wait_is_until_the_next_whole_token():
    assert bucket(4, tokens=0.5).wait_s == 0.125
    assert bucket(4, tokens=1.0).wait_s == 0.0


def test_a_slowed_receiver_gets_half_and_a_tenth_more_for_each_quiet_ten_minutes():
    assert slowed(10) == 5
    assert slowed(0.1) == 0.2
    assert recovered(5, quiet_for=timedelta(minutes=9)) == 5
    assert round(recovered(5, quiet_for=timedelta(minutes=20)), 2) == 6.05


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=50_000)))
def test_a_receiver_that_was_slowed_years_ago_has_a_rate_that_still_grows_no_more(quiet):
    rate = recovered(1.0, quiet_for=quiet)

    assert 1.0 <= rate < 1_000_000


def test_a_group_without_tokens_stops_no_other():
    allowance = Allowance(groups={"gmail": 1, "apple": 0})
    rows = [(1, "gmail"), (2, "gmail"), (3, "apple"), (4, "example.org")]

    assert allowance.admit(rows) == [1, 4]
    assert allowance.closed == {"gmail", "apple"}


def test_the_route_limits_all_together():
    allowance = Allowance(route=2)

    assert allowance.left(10) == 2
    assert allowance.admit([(1, "a"), (2, "b"), (3, "c")]) == [1, 2]
    assert allowance.left(10) == 0


def test_others_may_have_a_limit_each():
    allowance = Allowance(of_others=1, groups={"gmail": 2})

    assert allowance.admit([(1, "a"), (2, "a"), (3, "b"), (4, "gmail"), (5, "gmail")]) == [1, 3, 4, 5]
    assert allowance.closed == {"a", "b", "gmail"}
