"""What becomes due for many at once leaves over a while: each reader at a moment of their own, always the same."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from newsletter.core.courses.facts import Course, Part, Way
from newsletter.core.courses.plan import Because, plan
from newsletter.core.courses.shift import Shift, shift_of

LISBON = ZoneInfo("Europe/Lisbon")
NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)  # a Monday
LONG_AGO = NOON - timedelta(days=90)
PARTS = tuple(Part(uuid=name, live_since=LONG_AGO) for name in "abc")
COURSE = Course(open_since=NOON, spread=timedelta(hours=1))


def waiting(seed, **fields):
    """Somebody whose second part has been due for long."""
    at = {"started_at": LONG_AGO, "last_part": "a", "last_handed_at": LONG_AGO}
    return Way(zone=LISBON, seed=str(seed), **at | fields)


def due(course=COURSE, of=None, parts=PARTS, now=NOON):
    return plan(course, parts, of or waiting(1), {"a"}, now=now)


def test_a_thousand_who_become_due_together_leave_over_the_hour():
    moments = [due(of=waiting(seed)).at for seed in range(1000)]

    assert min(moments) >= NOON
    assert max(moments) < NOON + timedelta(hours=1)
    quarters = [sum(at < NOON + timedelta(minutes=15 * quarter) for at in moments) for quarter in (1, 2, 3)]
    assert all(abs(found - 250 * quarter) < 60 for quarter, found in enumerate(quarters, start=1))


def test_each_has_a_moment_of_their_own_for_each_part_and_is_told_the_same_one_again():
    first = due()

    assert due(now=NOON + timedelta(seconds=1)).at == first.at
    assert Because.SPREAD in first.because
    assert plan(COURSE, PARTS, waiting(1, last_part="b"), {"a", "b"}, now=NOON).at != first.at


def test_nobody_is_pushed_out_of_the_hours_at_which_letters_leave():
    evening = datetime(2026, 6, 1, 18, 50, tzinfo=UTC)  # ten to eight in Lisbon
    course = replace(COURSE, open_since=evening)

    moments = [due(course, of=waiting(seed), now=evening).at for seed in range(200)]

    assert max(moments) < evening + timedelta(minutes=10)


def test_whoever_has_just_begun_gets_the_first_part_at_once_though_somebody_edits_meanwhile():
    midnight = datetime(2026, 6, 1, 23, 5, tzinfo=UTC)
    course = replace(COURSE, open_since=LONG_AGO, changed_at=midnight)
    fresh = Way(zone=LISBON, seed="1", started_at=midnight - timedelta(minutes=1))

    found = plan(course, PARTS, fresh, set(), now=midnight)
    assert (found.at, found.because) == (midnight, (Because.START, Because.CHANGED))

    put_off = replace(fresh, not_before=midnight - timedelta(seconds=9))
    assert plan(course, PARTS, put_off, set(), now=midnight).at >= datetime(2026, 6, 2, 8, tzinfo=LISBON)


def test_what_an_edit_makes_due_is_late_for_nobody_and_comes_over_a_while():
    found = due(replace(COURSE, open_since=LONG_AGO, changed_at=NOON))

    assert found.was_due >= NOON
    assert found.because[-1] is Because.SPREAD


def test_what_comes_in_its_turn_is_not_spread():
    course = replace(COURSE, open_since=LONG_AGO)

    assert due(course, of=waiting(1, last_handed_at=NOON)).at == datetime(2026, 6, 3, 8, tzinfo=LISBON)


def test_a_part_that_has_just_been_published_leaves_over_the_hour():
    parts = (PARTS[0], replace(PARTS[1], live_since=NOON))
    course = replace(COURSE, open_since=LONG_AGO)

    assert len({due(course, of=waiting(seed), parts=parts).at for seed in range(20)}) > 15


def test_a_simulation_of_nobody_in_particular_is_not_spread():
    assert due(of=waiting("")).at == NOON


@given(
    st.integers(0, 10_000),
    st.integers(0, 240),
    st.integers(0, 2000),
    st.sampled_from([time(2), time(8, 30), time(12)]),
)
def test_the_planner_stands_by_a_spread_date_when_it_comes(seed, minutes, hours, closes):
    now = NOON + timedelta(hours=hours)
    course = Course(open_since=now, spread=timedelta(minutes=minutes), opens=time(8), closes=closes)

    found = due(course, of=waiting(seed), now=now)

    assert found.at >= now
    assert due(course, of=waiting(seed), now=found.at).at == found.at


def test_the_sum_of_an_edit_says_who_becomes_due_and_who_moves():
    slow = Course(open_since=LONG_AGO)
    quick = replace(slow, delay=replace(slow.delay, value=1), changed_at=NOON)
    late = replace(slow, delay=replace(slow.delay, value=9), changed_at=NOON)
    yesterday = waiting(1, last_handed_at=NOON - timedelta(days=1))

    def moved(course, of=yesterday):
        return shift_of([(due(slow, of=of), due(course, of=of))])

    assert moved(slow) == Shift()
    assert not moved(slow)
    assert moved(quick) == Shift(at_once=1, first_at=NOON)
    assert moved(late).later == 1
    fresh = waiting(1, last_handed_at=NOON)
    assert moved(quick, of=fresh) == Shift(earlier=1, first_at=NOON + COURSE.min_gap)
