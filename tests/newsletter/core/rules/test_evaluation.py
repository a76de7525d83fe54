from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newsletter.core.rules.evaluation import Circumstances, ReaderFacts, addresses, leaves_out
from newsletter.core.rules.notation import read_rule
from tests.newsletter.core.rules.rules import GERMAN

NOW = Circumstances(at=datetime(2026, 6, 10, 12, tzinfo=UTC), zone=ZoneInfo("Europe/Lisbon"), last_issues=(9, 8))
ADA = ReaderFacts(
    language="de",
    zone="Europe/Lisbon",
    source="form",
    state="active",
    joined=datetime(2026, 6, 2, 23, 30, tzinfo=UTC),
    confirmed=None,
    tags=frozenset({1, 2}),
    issues=frozenset({8}),
)


def asked(field, op, value, *, reader=ADA):
    return addresses(read_rule({"version": 1, "include": {"field": field, "op": op, "value": value}}), reader, now=NOW)


def test_a_day_begins_where_the_newsletter_lives():
    assert asked("joined", "since", "2026-06-03")  # half past midnight in Lisbon
    assert not asked("joined", "before", "2026-06-03")


def test_days_are_counted_back_from_the_moment_of_asking():
    assert asked("joined", "in_last_days", 8)
    assert asked("joined", "not_in_last_days", 7)


@pytest.mark.parametrize("op", ["in_last_days", "not_in_last_days"])
def test_who_never_confirmed_did_so_at_no_time(op):
    assert not asked("confirmed", op, 7)


@pytest.mark.parametrize(
    ("op", "value", "so"),
    [
        ("any_of", [2, 3], True),
        ("any_of", [3], False),
        ("all_of", [1, 2], True),
        ("all_of", [1, 3], False),
        ("none_of", [3], True),
        ("none_of", [1, 3], False),
    ],
)
def test_lists_are_asked_for_any_all_and_none(op, value, so):
    assert asked("tags", op, value) is so


def test_the_last_issues_are_as_many_as_there_are():
    assert asked("last_issues", "any_of", 2)
    assert not asked("last_issues", "any_of", 1)
    assert asked("last_issues", "all_of", 5, reader=replace(ADA, issues=frozenset({8, 9})))


def test_inclusion_and_exclusion_are_two_answers():
    both = read_rule({"version": 1, "include": GERMAN, "exclude": GERMAN})

    assert addresses(both, ADA, now=NOW)
    assert leaves_out(both, ADA, now=NOW)


def test_a_rule_without_a_side_addresses_all_and_leaves_nobody_out():
    assert addresses(read_rule({"version": 1, "exclude": GERMAN}), ADA, now=NOW)
    assert not leaves_out(read_rule({"version": 1, "include": GERMAN}), ADA, now=NOW)
