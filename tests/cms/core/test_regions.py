import pytest
from hypothesis import given, strategies as st

from cms.core.regions import region_of


@pytest.mark.parametrize(
    ("header", "region"),
    [
        ("pt-PT,pt;q=0.9,en-US;q=0.8", "PT"),
        ("en;q=0.9, en-ie;q=0.8", "IE"),
        ("zh-Hant-TW", "TW"),
        ("de", ""),
        ("en-001", ""),
        ("*", ""),
        ("", ""),
    ],
)
def test_the_first_language_with_a_country_says_where_its_reader_is_at_home(header, region):
    assert region_of(header) == region


@given(st.text())
def test_any_header_is_read_without_a_fault(header):
    assert len(region_of(header)) in {0, 2}
