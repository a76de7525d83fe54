from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from series.core.release_plan import (
    PlanPart,
    hand_set,
    offered_shift,
    planned,
    series_moment,
    spaced,
    together,
    too_early,
    too_late,
)

BERLIN = ZoneInfo("Europe/Berlin")
PARTS = [PlanPart(uuid=name, name=name.upper()) for name in ("a", "b", "c")]
DAWN = datetime(2026, 6, 1, 5, 0, tzinfo=UTC)
FIRST = datetime(2026, 6, 1, 7, 0)  # noqa: DTZ001 - a wall time


def test_parts_are_spaced_by_calendar_days_across_a_change_of_clocks():
    plan = spaced(PARTS, first=datetime(2026, 10, 24, 7, 0), every_days=1, zone=BERLIN)  # noqa: DTZ001 - a wall time

    assert [entry.wall.hour for entry in plan] == [7, 7, 7]
    assert [entry.at.hour for entry in plan] == [5, 6, 6]


def test_a_live_part_keeps_its_place_and_gets_no_date():
    rows = [PlanPart(uuid="a", name="A", is_live=True), *PARTS[1:]]

    plan = spaced(rows, first=FIRST, every_days=4, zone=BERLIN)

    assert [(entry.uuid, entry.wall.day) for entry in plan] == [("b", 1), ("c", 5)]


def test_a_time_that_clocks_skip_says_when_it_goes_live():
    (entry,) = hand_set(PARTS, walls={"a": datetime(2026, 3, 29, 2, 30)}, zone=BERLIN)  # noqa: DTZ001 - a wall time

    assert entry.clock_words == "02:30 does not exist that night: clocks go forward. It goes live at 03:00."


def test_a_time_that_comes_twice_goes_live_the_first_time():
    (entry,) = hand_set(PARTS, walls={"a": datetime(2026, 10, 25, 2, 30)}, zone=BERLIN)  # noqa: DTZ001 - a wall time

    assert "comes twice" in entry.clock_words
    assert entry.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_part_before_the_one_that_it_follows_is_named():
    walls = {"a": FIRST, "b": FIRST - timedelta(days=1)}

    early = too_early(PARTS, hand_set(PARTS, walls=walls, zone=BERLIN))

    assert early == (("B", "A"),)


def test_a_part_after_a_draft_without_a_date_is_early_too():
    assert too_early(PARTS, hand_set(PARTS, walls={"b": FIRST}, zone=BERLIN)) == (("B", "A"),)


def test_a_part_after_one_that_waits_already_is_not_early():
    rows = [PlanPart(uuid="a", name="A", at=datetime(2026, 5, 1, tzinfo=UTC)), *PARTS[1:]]

    assert too_early(rows, hand_set(rows, walls={"b": FIRST}, zone=BERLIN)) == ()


def test_what_has_passed_is_told():
    plan = spaced(PARTS, first=FIRST, every_days=1, zone=BERLIN)

    assert [entry.uuid for entry in too_late(plan, now=datetime(2026, 6, 2, 6, 0, tzinfo=UTC))] == ["a", "b"]


@given(st.integers(1, 60), st.integers(1, 30), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - wall times
def test_spaced_parts_never_overtake_each_other(count, days, first):
    rows = [PlanPart(uuid=str(number), name=str(number)) for number in range(count)]

    assert too_early(rows, spaced(rows, first=first, every_days=days, zone=BERLIN)) == ()


def waiting_from(first, *, days=(0, 4, 8), zone=BERLIN):
    walls = {name: first + timedelta(days=count) for name, count in zip("abc", days, strict=True)}
    rows = [PlanPart(uuid=name, name=name.upper()) for name in "abc"]
    return walls, [replace(row, at=planned(row, wall=walls[row.uuid], zone=zone).at) for row in rows]


def test_all_parts_together_have_one_moment():
    assert len({entry.at for entry in together(PARTS, wall=FIRST, zone=BERLIN)}) == 1


def test_what_comes_after_a_moved_part_may_go_along():
    walls, rows = waiting_from(FIRST)
    walls["b"] += timedelta(days=3)

    shift = offered_shift(rows, walls=walls, zone=BERLIN)
    assert (shift.name, shift.distance) == ("B", "3 days later")
    assert shift.walls == {"c": FIRST + timedelta(days=11)}


def test_a_part_that_was_moved_by_itself_and_the_last_one_take_nobody_along():
    walls, rows = waiting_from(FIRST)
    moved = {name: wall + timedelta(days=number) for number, (name, wall) in enumerate(walls.items(), start=1)}

    assert offered_shift(rows, walls=moved, zone=BERLIN) is None
    assert offered_shift(rows, walls={**walls, "c": FIRST}, zone=BERLIN) is None
    assert offered_shift(rows, walls=walls, zone=BERLIN) is None


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - wall times
    st.timedeltas(timedelta(days=-30), timedelta(days=30)).filter(lambda by: abs(by) >= timedelta(minutes=1)),
)
def test_going_along_keeps_the_distance_on_the_wall(first, by):
    first, by = first.replace(second=0, microsecond=0, hour=12), timedelta(minutes=by // timedelta(minutes=1))
    walls, rows = waiting_from(first)
    walls["a"] += by

    shift = offered_shift(rows, walls=walls, zone=BERLIN)
    assert [shift.walls[name] - walls["a"] for name in "bc"] == [timedelta(days=4), timedelta(days=8)]
    assert shift.distance.endswith("later" if by > timedelta() else "earlier")


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (timedelta(days=-1, hours=-2), "1 day and 2 hours earlier"),
        (timedelta(minutes=1), "1 minute later"),
        (timedelta(hours=1, minutes=30), "1 hour and 30 minutes later"),
        (timedelta(days=2), "2 days later"),
    ],
)
def test_a_distance_is_told_in_days_hours_and_minutes(by, words):
    walls, rows = waiting_from(FIRST)
    walls["a"] += by

    assert offered_shift(rows, walls=walls, zone=BERLIN).distance == words


def test_an_ordinary_night_needs_no_words_about_clocks():
    (entry,) = hand_set(PARTS, walls={"a": FIRST}, zone=BERLIN)

    assert entry.clock_words == ""


def test_together_leaves_live_parts_where_they_are():
    rows = [replace(PARTS[0], is_live=True), *PARTS[1:]]

    assert [entry.uuid for entry in together(rows, wall=FIRST, zone=BERLIN)] == ["b", "c"]


def test_live_parts_and_parts_without_a_date_go_nowhere():
    walls, rows = waiting_from(FIRST)
    rows = [rows[0], replace(rows[1], is_live=True), replace(rows[2], at=None)]
    walls["a"] += timedelta(days=1)

    assert offered_shift(rows, walls=walls, zone=BERLIN) is None


def test_a_part_may_go_live_with_the_one_before_and_after_a_live_one():
    rows = [replace(PARTS[0], is_live=True), *PARTS[1:]]

    assert too_early(rows, hand_set(rows, walls={"b": FIRST, "c": FIRST}, zone=BERLIN)) == ()


def test_now_is_too_late():
    plan = hand_set(PARTS, walls={"a": FIRST}, zone=BERLIN)

    assert too_late(plan, now=plan[0].at) == plan
    assert too_late(plan, now=plan[0].at - timedelta(seconds=1)) == ()


@pytest.mark.parametrize(
    ("live", "moments", "expected"),
    [
        (False, {"a": None, "b": None}, None),
        (False, {"a": DAWN + timedelta(days=2), "b": DAWN + timedelta(days=5)}, DAWN + timedelta(days=2)),
        (False, {"b": DAWN + timedelta(days=5)}, DAWN + timedelta(days=1)),
        (True, {"b": DAWN + timedelta(days=5)}, None),
    ],
)
def test_a_draft_series_goes_live_with_the_first_of_its_parts_whoever_planned_that(live, moments, expected):
    first = PlanPart(uuid="a", name="A", is_live=live, at=None if live else DAWN + timedelta(days=1))

    assert series_moment([first, PlanPart(uuid="b", name="B")], moments) == expected
