from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from cms.core.calendar import ambiguity, first_in_window, resolve

# A zone and the instant (UTC) of a change of its clocks: forward, back, by half an hour, by a whole day.
CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Europe/Lisbon", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Lisbon", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 4, 4, 14, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 9, 26, 14, tzinfo=UTC)),
]
near_a_change = st.sampled_from(CHANGES).flatmap(
    lambda change: st.tuples(
        st.just(ZoneInfo(change[0])),
        st.integers(-30 * 3600, 30 * 3600).map(lambda seconds: change[1] + timedelta(seconds=seconds)),
    )
)


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


@given(near_a_change)
def test_wall_time_of_an_instant_leads_back_to_it_or_to_its_first_showing(place):
    zone, instant = place
    local = _wall(instant, zone)
    found = resolve(local, zone)

    assert _wall(found, zone) == local
    assert found == instant or (found < instant and ambiguity(local, zone) == "repeated")


@given(near_a_change, st.integers(-26 * 60, 26 * 60))
def test_skipped_time_is_the_very_second_of_the_jump(place, minutes):
    zone, instant = place
    local = _wall(instant, zone) + timedelta(minutes=minutes)
    found = resolve(local, zone)
    before = found - timedelta(seconds=1)

    if ambiguity(local, zone) == "skipped":
        assert _wall(before, zone) < local < _wall(found, zone)
        assert _wall(found, zone) - _wall(before, zone) > timedelta(seconds=1)
    else:
        assert _wall(found, zone) == local


@given(near_a_change, st.integers(0, 26 * 60))
def test_later_wall_time_never_comes_earlier(place, minutes):
    zone, instant = place
    local = _wall(instant, zone)

    assert resolve(local, zone) <= resolve(local + timedelta(minutes=minutes), zone)


@pytest.mark.parametrize(
    ("zone", "local", "instant", "kind"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:00", "skipped"),
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30", "repeated"),
        ("Europe/Lisbon", "2026-03-29 01:00", "2026-03-29 01:00", "skipped"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30", "skipped"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45", "repeated"),
        ("Pacific/Apia", "2011-12-30 09:00", "2011-12-30 10:00", "skipped"),
        ("Pacific/Auckland", "2026-09-27 03:00", "2026-09-26 14:00", "plain"),
        ("Europe/Berlin", "2026-06-09 09:00", "2026-06-09 07:00", "plain"),
    ],
)
def test_wall_time_around_a_change(zone, local, instant, kind):
    wall = datetime.fromisoformat(local)

    assert resolve(wall, ZoneInfo(zone)) == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert ambiguity(wall, ZoneInfo(zone)) == kind


def test_wall_time_with_a_zone_of_its_own_is_refused():
    with pytest.raises(ValueError, match="no zone of its own"):
        resolve(datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("Europe/Berlin"))


def _window(after: str, *, weekdays: str, opens: str, closes: str, zone: str = "Europe/Berlin") -> str:
    found = first_in_window(
        datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(zone)),
        zone=ZoneInfo(zone),
        weekdays={int(day) for day in weekdays},
        opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
    )
    return _wall(found, ZoneInfo(zone)).isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("after", "first"),
    [
        ("2026-06-09 08:00", "2026-06-09 09:00"),  # before it opens
        ("2026-06-09 09:00", "2026-06-09 09:00"),  # as it opens
        ("2026-06-09 10:30", "2026-06-09 10:30"),  # inside
        ("2026-06-09 12:00", "2026-06-11 09:00"),  # as it closes
        ("2026-06-11 13:00", "2026-06-16 09:00"),  # after the last of the week
    ],
)
def test_next_window_on_tuesdays_and_thursdays(after, first):
    assert _window(after, weekdays="13", opens="09:00", closes="12:00") == first


def test_window_over_midnight_belongs_to_the_day_on_which_it_opens():
    assert _window("2026-06-13 01:00", weekdays="4", opens="22:00", closes="02:00") == "2026-06-13 01:00"
    assert _window("2026-06-12 01:00", weekdays="4", opens="22:00", closes="02:00") == "2026-06-12 22:00"


def test_window_that_a_gap_swallows_still_fires_at_the_jump():
    assert _window("2026-03-28 12:00", weekdays="6", opens="02:10", closes="02:50") == "2026-03-29 03:00"


def test_window_on_a_day_that_never_was_fires_at_the_first_instant_after_it():
    assert (
        _window("2011-12-29 20:00", weekdays="4", opens="09:00", closes="17:00", zone="Pacific/Apia")
        == "2011-12-31 00:00"
    )


def test_once_the_only_weekday_is_over_the_next_week_has_it():
    assert _window("2026-06-09 12:00", weekdays="1", opens="09:00", closes="12:00") == "2026-06-16 09:00"


def test_window_that_closes_as_it_opens_lasts_a_day():
    assert _window("2026-06-10 08:59", weekdays="1", opens="09:00", closes="09:00") == "2026-06-10 08:59"


def test_window_without_a_weekday_is_refused():
    with pytest.raises(ValueError, match="at least one weekday"):
        _window("2026-06-09 12:00", weekdays="", opens="09:00", closes="12:00")


@given(near_a_change, st.sets(st.integers(0, 6), min_size=1), st.integers(0, 287), st.integers(0, 287))
def test_found_instant_lies_in_a_window_and_no_earlier_minute_does(place, weekdays, opening, closing):
    zone, after = place
    opens, closes = (time(*divmod(five * 5, 60)) for five in (opening, closing))
    found = first_in_window(after, zone=zone, weekdays=weekdays, opens=opens, closes=closes)
    again = first_in_window(found, zone=zone, weekdays=weekdays, opens=opens, closes=closes)
    earlier = first_in_window(after + (found - after) / 2, zone=zone, weekdays=weekdays, opens=opens, closes=closes)

    assert after <= found == again == earlier


def test_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="has a zone"):
        first_in_window(
            datetime(2026, 6, 9),  # noqa: DTZ001 - the fault under test
            zone=ZoneInfo("UTC"),
            weekdays={1},
            opens=time(9),
            closes=time(12),
        )


@given(
    st.datetimes(datetime(2026, 6, 1), datetime(2026, 6, 15)),  # noqa: DTZ001 - wall times
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 287),
    st.integers(0, 287),
)
def test_plain_weeks_agree_with_a_search_step_by_step(local, weekdays, opening, closing):
    step = timedelta(minutes=5)
    local = local.replace(minute=local.minute // 5 * 5, second=0, microsecond=0)
    opens, closes = (time(*divmod(five * 5, 60)) for five in (opening, closing))
    late = step * (closing - opening if closing > opening else closing - opening + 288)
    searched = local
    while not any(
        timedelta(0) <= searched - datetime.combine(searched.date() - timedelta(days=back), opens) < late
        and (searched.date() - timedelta(days=back)).weekday() in weekdays
        for back in (0, 1)
    ):
        searched += step

    assert first_in_window(
        local.replace(tzinfo=UTC), zone=ZoneInfo("UTC"), weekdays=weekdays, opens=opens, closes=closes
    ) == searched.replace(tzinfo=UTC)
