from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from newsletter.core.sign_up import A_DAY, folded, may_mail, network_of

NOW = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)


def ago(**distance):
    return NOW - timedelta(**distance)


@pytest.mark.parametrize(
    ("mailed", "may"),
    [
        ([], True),
        ([ago(hours=23, minutes=59)], False),
        ([ago(hours=24)], True),
        ([ago(days=2), ago(days=3), ago(days=29)], False),
        ([ago(days=2), ago(days=3), ago(days=30)], True),
    ],
)
def test_an_address_gets_one_mail_a_day_and_three_a_month(mailed, may):
    assert may_mail(mailed, now=NOW) is may


def test_an_address_that_bounced_gets_one_in_ninety_days():
    assert not may_mail([ago(days=89)], now=NOW, is_second_chance=True)
    assert may_mail([ago(days=90)], now=NOW, is_second_chance=True)


@given(st.lists(st.integers(0, 24 * 120), max_size=200))
def test_nobody_is_bombed_whoever_asks_and_when(hours):
    mailed = []
    for moment in sorted(NOW + timedelta(hours=hour) for hour in hours):
        if may_mail(mailed, now=moment):
            mailed.append(moment)

    assert all(after - before >= A_DAY for before, after in pairwise(mailed))
    assert all(fourth - first >= timedelta(days=30) for first, fourth in zip(mailed, mailed[3:], strict=False))


@pytest.mark.parametrize(
    ("key", "counted"),
    [
        ("a.da+x@example.org", "ada@example.org"),
        ("ada@example.org", "ada@example.org"),
        ("+x@example.org", "+x@example.org"),
        ("ada+a+b@example.org", "ada@example.org"),
    ],
)
def test_dots_and_tags_make_no_new_person_for_the_counters(key, counted):
    assert folded(key) == counted


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_callers_are_counted_by_their_network(address, network):
    assert network_of(address) == network
