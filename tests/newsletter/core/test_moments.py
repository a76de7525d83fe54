from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from newsletter.core.moments import TimeRefused, city, distance, moment_of, shown, shown_twice

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BERLIN, LISBON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Lisbon")


def test_a_wall_time_becomes_one_instant():
    moment = moment_of(date(2026, 6, 9), time(9, 0), "Europe/Paris", now=NOW)

    assert moment.send_at == datetime(2026, 6, 9, 7, 0, tzinfo=UTC)
    assert not moment.repeated


def test_a_time_that_no_clock_shows_is_refused_with_the_first_that_one_does():
    with pytest.raises(TimeRefused) as refused:
        moment_of(date(2026, 3, 29), time(2, 30), "Europe/Berlin", now=NOW)

    assert str(refused.value) == (
        "This time does not exist in Berlin: clocks go forward at 02:00 that night. Choose 03:00 or later."
    )


def test_a_time_that_comes_twice_means_its_first_coming():
    moment = moment_of(date(2026, 10, 25), time(2, 30), "Europe/Berlin", now=NOW)

    assert moment.repeated
    assert moment.send_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "words"), [(date.max, "The year 9999 is more than 10 years ahead"), (date.min, "The year 1 has passed")]
)
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo"])
def test_the_ends_of_the_calendar_are_refused_in_words(day, words, zone):
    with pytest.raises(TimeRefused, match=words):
        moment_of(day, time(23, 59), zone, now=NOW)


def test_a_time_in_the_past_is_refused_in_words():
    with pytest.raises(TimeRefused, match=r"Sunday 1 March 2026, 09:00 Lisbon has passed\. Choose a later time\."):
        moment_of(date(2026, 3, 1), time(9, 0), "Europe/Lisbon", now=NOW)


@pytest.mark.parametrize("zone", ["", "Nowhere/Here", "+02:00", "../../etc/passwd", "Europe"])
def test_an_odd_zone_is_refused_in_words(zone):
    with pytest.raises(TimeRefused, match="Choose one from the list"):
        moment_of(date(2026, 6, 9), time(9, 0), zone, now=NOW)


def test_a_time_is_shown_with_its_place_and_the_viewers_own_where_it_differs():
    instant = datetime(2026, 6, 9, 7, 0, tzinfo=UTC)

    assert shown(instant, BERLIN) == "Tuesday 9 June 2026, 09:00 Berlin"
    assert shown_twice(instant, zone=BERLIN, viewer=LISBON) == "Tuesday 9 June 2026, 09:00 Berlin; 08:00 for you"
    assert shown_twice(instant, zone=BERLIN, viewer=ZoneInfo("Europe/Paris")) == shown(instant, BERLIN)
    assert shown_twice(instant, zone=BERLIN, viewer=ZoneInfo("Pacific/Auckland")).endswith("; 19:00 for you")
    assert city(ZoneInfo("America/Argentina/Buenos_Aires")) == "Buenos Aires"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3 * 3600 + 5, "in 3 hours"), (-61, "1 minute ago"), (12, "in less than a minute"), (86_400, "in 1 day")],
)
def test_a_distance_is_told_in_its_largest_unit(seconds, words):
    assert distance(NOW + timedelta(seconds=seconds), now=NOW) == words


@given(st.integers(0, 3 * 365 * 24 * 60), st.sampled_from(["Europe/Berlin", "America/Nuuk", "Australia/Lord_Howe"]))
def test_a_minute_of_the_future_is_kept_as_chosen_or_refused_because_no_clock_shows_it(minutes, zone):
    local = NOW.replace(year=2027, tzinfo=None) + timedelta(minutes=minutes)
    back = _there_and_back(local, zone)

    assert back in {local, "skipped"}


def _there_and_back(local, zone):
    try:
        moment = moment_of(local.date(), local.time(), zone, now=NOW)
    except TimeRefused as refused:
        return "skipped" if "does not exist" in str(refused) else str(refused)
    return moment.send_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
