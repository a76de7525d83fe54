"""What comes next for one reader, rule by rule (schedules.md 8.3), and a year of chance."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from newsletter.core.courses.facts import EVERY_DAY, Course, CourseState, Delay, Pace, Part, Unit, Way
from newsletter.core.courses.moves import MOVES, Move, ways_on
from newsletter.core.courses.outlook import WAITS, WORDS, outlook
from newsletter.core.courses.plan import Because, Done, Due, Wait, Waiting, left_to_wait, plan

LISBON, AUCKLAND = ZoneInfo("Europe/Lisbon"), ZoneInfo("Pacific/Auckland")
NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)  # a Monday
LONG_AGO = NOON - timedelta(days=90)
COURSE = Course(open_since=LONG_AGO)
PARTS = tuple(Part(uuid=name, live_since=LONG_AGO) for name in "abc")


def way(**fields):
    return Way(started_at=NOON, zone=LISBON, **fields)


def after(part, moment=NOON, **fields):
    return way(last_part=part, last_handed_at=moment, **fields)


def lisbon(day, hour, minute=0, month=6):
    return datetime(2026, month, day, hour, minute, tzinfo=LISBON)


def planned(course=COURSE, parts=PARTS, of=None, had=(), now=NOON):
    return plan(course, parts, of or way(), had, now=now)


def test_the_first_part_is_due_at_once_even_at_night():
    midnight = NOON + timedelta(hours=12)

    due = planned(of=replace(way(), started_at=midnight), now=midnight)

    assert (due.part, due.at, due.because) == ("a", midnight, (Because.START,))


@pytest.mark.parametrize(
    ("course", "parts", "of"),
    [
        (COURSE, PARTS, replace(way(), not_before=NOON + timedelta(hours=12))),
        (replace(COURSE, open_since=NOON + timedelta(hours=12)), PARTS, way()),
        (COURSE, (replace(PARTS[0], live_since=NOON + timedelta(hours=12)), *PARTS[1:]), way()),
    ],
    ids=["after a rest or a refusal", "opened at night", "published at night"],
)
def test_a_first_part_that_something_else_put_off_comes_in_the_window(course, parts, of):
    midnight = NOON + timedelta(hours=12)

    assert planned(course, parts, of).at == lisbon(2, 8)
    assert planned(course, parts, of, now=midnight).at == lisbon(2, 8)


def test_a_first_part_that_is_a_little_late_comes_at_once_at_night_too():
    midnight = NOON + timedelta(hours=12)

    assert planned(now=midnight).at <= midnight


def test_a_course_may_keep_the_first_part_for_the_next_window():
    midnight = NOON + timedelta(hours=12)

    due = planned(replace(COURSE, first_at_once=False), of=replace(way(), started_at=midnight), now=midnight)

    assert due.at == lisbon(2, 8)
    assert due.because == (Because.START, Because.WINDOW)


def test_days_are_calendar_days_where_the_reader_lives_and_begin_with_the_window():
    assert planned(of=after("a"), had={"a"}).at == lisbon(3, 8)
    in_auckland = replace(after("a"), zone=AUCKLAND)  # noon in London is midnight there: the day is another
    assert planned(of=in_auckland, had={"a"}).at == datetime(2026, 6, 4, 8, tzinfo=AUCKLAND)


def test_days_over_a_change_of_clocks_keep_the_hour_of_the_wall():
    before = datetime(2026, 3, 28, 10, tzinfo=LISBON).astimezone(UTC)

    assert planned(of=after("a", before), had={"a"}, now=before).at.astimezone(LISBON).hour == 8


def test_hours_are_elapsed_hours_and_obey_the_window_too():
    course = replace(COURSE, delay=Delay(30, Unit.HOURS))

    assert planned(course, of=after("a"), had={"a"}).at == NOON + timedelta(hours=30)
    late = replace(course, delay=Delay(36, Unit.HOURS))
    assert planned(late, of=after("a"), had={"a"}).at == lisbon(3, 8)


def test_a_parts_own_days_stand_over_the_course_and_the_readers_pace_over_both():
    parts = (PARTS[0], replace(PARTS[1], days=5), PARTS[2])

    assert planned(parts=parts, of=after("a"), had={"a"}).at == lisbon(6, 8)
    assert planned(parts=parts, of=after("a", pace=Pace.WEEKLY), had={"a"}).at == lisbon(8, 8)
    assert planned(parts=parts, of=after("a", pace=Pace.DAILY), had={"a"}).at == NOON + timedelta(hours=20)


def test_a_window_of_other_weekdays_moves_the_part_to_the_next_of_them():
    course = replace(COURSE, weekdays=frozenset({4}))

    due = planned(course, of=after("a"), had={"a"})

    assert due.at == lisbon(5, 8)
    assert due.because == (Because.DELAY, Because.WINDOW)


def test_two_parts_never_come_on_one_local_day_or_within_the_gap():
    course = replace(COURSE, delay=Delay(1, Unit.HOURS), min_gap=timedelta(hours=2))

    due = planned(course, of=after("a"), had={"a"})

    assert due.at == lisbon(2, 8)
    assert Because.SAME_DAY in due.because


def test_the_rule_of_one_day_holds_in_the_zone_to_which_a_reader_moved():
    handed = datetime(2026, 6, 1, 21, tzinfo=UTC)  # 22:00 in Lisbon, 09:00 of the next day in Auckland
    course = replace(COURSE, delay=Delay(1, Unit.HOURS), min_gap=timedelta(hours=1))

    due = planned(course, of=replace(after("a", handed), zone=AUCKLAND), had={"a"}, now=handed)

    assert due.at == datetime(2026, 6, 3, 8, tzinfo=AUCKLAND)


def test_only_the_unbroken_run_of_live_parts_is_handed_over():
    parts = (PARTS[0], Part(uuid="b"), PARTS[2])

    assert planned(parts=parts, of=after("a"), had={"a"}) == Wait(Waiting.PART, "b")


def test_a_part_that_is_appended_comes_when_it_is_published_and_never_before_the_delay():
    published = NOON + timedelta(days=30)
    parts = (PARTS[0], replace(PARTS[1], live_since=published))

    assert planned(parts=parts, of=after("a"), had={"a"}, now=published).at == published
    soon = (PARTS[0], replace(PARTS[1], live_since=NOON + timedelta(hours=1)))
    assert planned(parts=soon, of=after("a"), had={"a"}).at == lisbon(3, 8)


def test_who_had_everything_waits_for_more_or_is_done():
    had, last = {"a", "b", "c"}, after("c")

    assert planned(of=last, had=had) == Wait(Waiting.MORE)
    assert planned(replace(COURSE, is_complete=True), of=last, had=had) == Done()


def test_reordered_parts_go_on_behind_the_last_one_that_the_reader_had():
    a, b, c = PARTS

    assert planned(parts=(b, a, c), of=after("a"), had={"a"}).part == "c"
    assert planned(parts=(c, b, a), of=after("a"), had={"a"}) == Wait(Waiting.MORE)


def test_when_the_last_part_was_taken_out_the_furthest_that_is_left_counts():
    _, b, c = PARTS

    assert planned(parts=(b, c), of=after("a"), had={"a"}).part == "b"
    assert planned(parts=(b, c), of=after("x"), had={"b", "x"}).part == "c"


def test_a_part_that_is_put_before_a_readers_place_is_not_handed_over():
    a, b, c = PARTS

    assert planned(parts=(Part(uuid="new", live_since=NOON), a, b, c), of=after("a"), had={"a"}).part == "b"


@pytest.mark.parametrize("state", [state for state in CourseState if state is not CourseState.OPEN])
def test_nothing_is_due_while_the_course_is_not_open(state):
    assert planned(replace(COURSE, state=state)) == Wait(Waiting.COURSE)


def test_nothing_is_due_while_the_reader_rests_or_a_letter_has_no_end():
    assert planned(of=way(is_paused=True)) == Wait(Waiting.READER)
    assert planned(of=way(is_in_flight=True)) == Wait(Waiting.ANSWER)


def test_a_course_that_rested_goes_on_with_one_part_at_the_next_window():
    rested = replace(COURSE, open_since=datetime(2026, 6, 20, 22, tzinfo=UTC))

    due = planned(rested, of=after("a"), had={"a"}, now=rested.open_since)

    assert (due.part, due.at) == ("b", lisbon(21, 8))
    assert due.was_due == due.at  # a rest of ours is not lateness


def test_a_rest_keeps_what_was_left_of_the_wait():
    paused = NOON + timedelta(hours=12)
    left = left_to_wait(COURSE, PARTS, after("a"), {"a"}, now=paused)
    resumed = paused + timedelta(days=20)

    due = planned(of=after("a", not_before=resumed + left), had={"a"}, now=resumed)

    assert left == timedelta(hours=23)  # until Wednesday began in Lisbon
    assert due.at == lisbon(23, 8)
    assert left_to_wait(COURSE, PARTS, after("a"), {"a"}, now=NOON + timedelta(days=9)) == timedelta(0)


def test_what_was_missed_takes_the_next_window_and_says_when_it_was_due():
    night = lisbon(9, 23).astimezone(UTC)

    due = planned(of=after("a"), had={"a"}, now=night)

    assert due.at == lisbon(10, 8)
    assert due.was_due == lisbon(3, 8)
    assert due.because[-2:] == (Because.LATE, Because.WINDOW)


def test_every_reason_has_its_words():
    assert set(WORDS) == set(Because)
    assert set(WAITS) == set(Waiting)


def test_the_outlook_is_what_the_planner_would_say_day_after_day():
    parts = (*PARTS, Part(uuid="d"))

    dates = list(outlook(COURSE, parts, way(), (), now=NOON))

    assert [(due.part, due.at) for due in dates] == [("a", NOON), ("b", lisbon(3, 8)), ("c", lisbon(5, 8))]


def test_each_move_ends_where_it_says_and_a_person_never_holds():
    assert {after for _, after in MOVES.values()} == set(CourseState) - {CourseState.DRAFT}
    assert ways_on(CourseState.DRAFT) == (Move.OPEN,)
    assert ways_on(CourseState.OPEN) == (Move.PAUSE, Move.CLOSE)
    assert ways_on(CourseState.HELD) == (Move.OPEN, Move.PAUSE, Move.CLOSE)


ZONES = ["UTC", "Europe/Lisbon", "Pacific/Kiritimati", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll"]
COURSES = st.builds(
    Course,
    delay=st.builds(Delay, st.integers(1, 9), st.sampled_from(Unit)),
    weekdays=st.frozensets(st.sampled_from(sorted(EVERY_DAY)), min_size=1),
    opens=st.sampled_from([time(0), time(2, 30), time(8), time(22)]),
    closes=st.sampled_from([time(2), time(3), time(12), time(23, 59)]),
    first_at_once=st.booleans(),
    open_since=st.just(LONG_AGO),
)
DAYS = st.integers(0, 365)
STEP = timedelta(hours=3)


SPANS = st.lists(st.tuples(DAYS, st.integers(1, 40)), max_size=3)


@dataclass(frozen=True)
class Year:
    """A course, the day on which each part appears, and spans of days in which the reader rests or we are down."""

    course: Course
    published: list[int]
    rests: list[tuple[int, int]]
    outages: list[tuple[int, int]]
    joined: int
    zone: str


YEARS = st.builds(Year, COURSES, st.lists(DAYS, min_size=1, max_size=9), SPANS, SPANS, DAYS, st.sampled_from(ZONES))


def inside(day, spans):
    return any(start <= day < start + length for start, length in spans)


def lived_through(year, *, until):
    """(part, moment) of everything that a reader gets, hour by hour; a rest is written down as the product does."""
    begin, course = LONG_AGO, year.course
    way = Way(started_at=begin + timedelta(days=year.joined), zone=ZoneInfo(year.zone))
    handed, left = [], timedelta(0)
    for hour in range(year.joined * 24, until * 24, 3):  # and between two looks whatever becomes due
        now, day = begin + timedelta(hours=hour), hour // 24
        parts = [
            Part(uuid=str(at), live_since=begin + timedelta(days=live) if live <= day else None)
            for at, live in enumerate(year.published)
        ]
        had = {part for part, _ in handed}
        rests_now = inside(day, year.rests)
        if rests_now and not way.is_paused:
            left = left_to_wait(course, parts, way, had, now=now)
        if way.is_paused and not rests_now:
            way = replace(way, not_before=now + left)
        way = replace(way, is_paused=rests_now)
        if inside(day, year.outages):
            continue
        due = plan(course, parts, way, had, now=now)
        if isinstance(due, Due) and due.at < now + STEP and not inside((due.at - begin).days, year.outages):
            handed.append((due.part, due.at))
            way = replace(way, last_part=due.part, last_handed_at=due.at)
    return handed


def prefix(published, day):
    """The parts that stand in an unbroken run from the first one on, by that day."""
    live = [part_day <= day for part_day in published]
    return live.index(False) if False in live else len(live)


@settings(max_examples=25)
@given(YEARS)
def test_over_a_year_of_chance_the_parts_are_the_live_prefix_in_order_once(year):
    handed = lived_through(year, until=800)

    assert [part for part, _ in handed] == [str(at) for at in range(prefix(year.published, 365))]
    moments = [moment for _, moment in handed]
    days = [moment.astimezone(ZoneInfo(year.zone)).date() for moment in moments]
    assert len(set(days)) == len(days)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert all(gap >= year.course.min_gap for gap in gaps)
    assert not any(inside((moment - LONG_AGO).days, year.rests) for moment in moments)


@settings(max_examples=25)
@given(COURSES, st.sampled_from(ZONES), st.integers(0, 2000))
def test_the_planner_stands_by_its_date_when_it_comes(course, zone, hours):
    now = LONG_AGO + timedelta(hours=hours)
    of = Way(started_at=LONG_AGO, zone=ZoneInfo(zone), last_part="a", last_handed_at=LONG_AGO)

    due = plan(course, PARTS, of, {"a"}, now=now)

    assert due.at >= max(now, due.was_due)
    assert plan(course, PARTS, of, {"a"}, now=due.at).at == due.at
