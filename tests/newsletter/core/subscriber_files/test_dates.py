from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from newsletter.core.subscriber_files.dates import Doubt, moment

MOMENTS = st.datetimes(datetime(1996, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-14 15:09:26",
        "2021-03-14T15:09:26.000Z",
        "2021-03-14T16:09:26+01:00",
        "2021-03-14 15:09:26 UTC",
        "2021/03/14 15:09:26",
        "03/14/2021 3:09:26 PM",
        "14/03/2021 15:09:26",
        "14.03.2021 15:09:26",
        "Sun, 14 Mar 2021 15:09:26 +0000",
        "Sun Mar 14 2021 15:09:26",
        "1615734566",
        "1615734566000",
    ],
)
def test_a_moment_is_read_as_others_write_it(text):
    assert moment(text, doubt=Doubt.EARLIER) == datetime(2021, 3, 14, 15, 9, 26, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2021-03-14", "14.03.2021", "Mar 14, 2021", "March 14, 2021", "3/14/2021"])
def test_a_day_begins_at_midnight(text):
    assert moment(text, doubt=Doubt.LATER) == datetime(2021, 3, 14, tzinfo=UTC)


def test_of_two_readings_the_safe_one_is_asked_for():
    assert moment("03/04/2021", doubt=Doubt.EARLIER) == datetime(2021, 3, 4, tzinfo=UTC)
    assert moment("03/04/2021", doubt=Doubt.LATER) == datetime(2021, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yes", "0000-00-00 00:00:00", "31/31/2021", "1970-01-01", "2021-02-30", "12"])
def test_what_is_no_moment_of_a_list_is_none(text):
    assert moment(text, doubt=Doubt.EARLIER) is None


@given(MOMENTS)
def test_what_we_write_we_read(found):
    assert moment(found.isoformat(), doubt=Doubt.EARLIER) == found


@given(st.text(max_size=30), st.sampled_from(Doubt))
def test_no_text_breaks_it(text, doubt):
    found = moment(text, doubt=doubt)

    assert found is None or found.tzinfo
