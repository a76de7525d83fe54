from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from newsletter.core.departures import Departure, What, read_journal

DEPARTURES = st.builds(
    Departure,
    address_hmac=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    newsletter_id=st.none() | st.integers(1, 10**9),
    at=st.datetimes(timezones=st.just(UTC)),
    what=st.sampled_from(What),
    key_id=st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
)


WITHOUT_A_ZONE = '["2026-11-25T07:00:00", 1, "ab", "left", ""]'
UNKNOWN = '["2026-11-25T07:00:00+00:00", 1, "ab", "flown", ""]'


@given(st.lists(DEPARTURES))
def test_what_is_written_is_read_back(departures):
    lines = "".join(each.line for each in departures).splitlines()

    assert list(read_journal(lines)) == departures


@pytest.mark.parametrize(
    "torn",
    ["", "[", '["2026-11-25T07:00:00+00:00", 1', "null", "7", '["x", 1, "a"]', "[1, 2]", WITHOUT_A_ZONE, UNKNOWN],
)
def test_a_torn_line_is_named_by_its_number_and_the_others_are_read(torn):
    whole = Departure(address_hmac="ab", newsletter_id=1, at=datetime(2026, 11, 25, 7, tzinfo=UTC))

    assert list(read_journal([whole.line, torn, whole.line])) == [whole, 2, whole]


def test_a_line_of_the_first_journals_is_a_leaving():
    (read,) = read_journal(['["2026-11-25T07:00:00+00:00", 1, "ab"]'])

    assert (read.what, read.key_id) == (What.LEFT, "")
