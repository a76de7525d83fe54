import pytest
from hypothesis import given, strategies as st

from series.core.reading_time import minutes, total


@pytest.mark.parametrize(("words", "expected"), [(0, 1), (1, 1), (238, 1), (239, 2), (2380, 10), (2381, 11)])
def test_minutes_are_rounded_up_and_never_zero(words, expected):
    assert minutes(words) == expected


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_longer_text_never_reads_faster(words, more):
    assert minutes(words + more) >= minutes(words)


def test_a_series_reads_as_long_as_its_live_parts():
    assert total([4, 7]) == 11
    assert total([]) == 0
