"""Rows of our own export: put back as they stood, and nothing else is believed."""

import json

import pytest

from newsletter.core.subscriber_files.layouts.known import layout_of
from newsletter.core.subscriber_files.layouts.partwise import (
    NO_COURSES,
    NO_NEWSLETTER,
    NOT_OURS,
    OTHER_KEY,
    decide_own,
)
from newsletter.core.subscriber_files.own_columns import READERS, SUPPRESSIONS
from tests.newsletter.core.subscriber_files.files import ground, judged

AT = "2026-05-03T09:00:00+00:00"
READER = {
    "address": "ada@example.org",
    "newsletter": "slow-letters",
    "state": "active",
    "consent_given_on": AT,
    "tags": json.dumps(["a, b", '"c"']),
    "attribute:visits": "3",
    "time_zone": "Europe/Lisbon",
}
SUPPRESSION = {"reason": "hard_bounce", "at": AT, "address": "", "address_hash": "0" * 64, "key": "k1"}


def decided(row, **changes):
    return decide_own(row | changes, ground())


def test_both_of_our_tables_are_recognized():
    assert layout_of([*READERS, "attribute:city"]).slug == "partwise"
    assert layout_of(SUPPRESSIONS).slug == "partwise"


def test_a_reader_comes_back_as_they_stood():
    found = decided(READER)

    assert (found.verdict, found.key) == ("active", "ada@example.org slow-letters")
    assert found.facts["newsletter"] == 7
    assert found.facts["tags"] == ["a, b", '"c"']
    assert found.facts["attributes"] == {"visits": 3}
    assert decided(READER, state="paused", paused_until="2026-12-24").facts["paused_until"] == "2026-12-24"
    assert decided(READER, state="paused").verdict == "paused"
    assert decided(READER, state="ended", ended_at=AT, ended_reason="left").verdict == "ended"


def test_letters_come_to_nobody_whose_consent_is_not_in_the_file():
    assert decided(READER, consent_given_on="").verdict == "pending"
    assert decided(READER, state="pending").verdict == "pending"
    assert decided(READER, newsletter="").facts["newsletter"] is None


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"newsletter": "unknown"}, "newsletter", NO_NEWSLETTER),
        ({"state": "happy"}, "state", NOT_OURS),
        ({"state": "ended"}, "ended_at", NOT_OURS),
        ({"confirmed_at": "yesterday"}, "confirmed_at", NOT_OURS),
        ({"confirmed_at": "2026-05-03T09:00:00"}, "confirmed_at", NOT_OURS),
        ({"consent_given_on": "0001-01-01T00:00:00+00:00"}, "consent_given_on", NOT_OURS),
        ({"subscribed_since": "9999-12-31T23:59:00-12:00"}, "subscribed_since", NOT_OURS),
        ({"tags": "a, b"}, "tags", NOT_OURS),
        ({"tags": "[1]"}, "tags", NOT_OURS),
        ({"paused_until": "soon"}, "paused_until", NOT_OURS),
    ],
)
def test_what_our_export_would_not_write_is_refused(changes, column, reason):
    found = decided(READER, **changes)

    assert (found.verdict, found.column, found.reason) == ("refused", column, reason)


def test_a_suppression_comes_back_by_its_hash_or_by_its_address():
    assert decided(SUPPRESSION).facts == {
        "at": AT, "reason": "hard_bounce", "newsletter": None, "hash": "0" * 64, "key": "k1",
    }  # fmt: skip
    by_address = decided(SUPPRESSION, address="ADA@example.org", key="other")
    assert (by_address.verdict, by_address.facts["email"]) == ("restored", "ADA@example.org")


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"key": "other"}, "key", OTHER_KEY),
        ({"reason": "boredom"}, "reason", NOT_OURS),
        ({"at": ""}, "at", NOT_OURS),
        ({"address_hash": "x"}, "address_hash", NOT_OURS),
        ({"newsletter": "unknown"}, "newsletter", NO_NEWSLETTER),
        ({"address": "nobody"}, "address", None),
    ],
)
def test_a_suppression_that_cannot_be_put_back_is_refused(changes, column, reason):
    found = decided(SUPPRESSION, **changes)

    assert (found.verdict, found.column) == ("refused", column)
    assert reason is None or found.reason == reason


def test_cells_that_were_marked_as_text_are_what_they_had_been():
    header = ",".join(READERS)
    cells = dict.fromkeys(READERS, "") | {key: READER[key] for key in ("newsletter", "state", "consent_given_on")}
    cells |= {"address": "'+ada@example.org", "first_name": "'=1+1"}
    _, [(_, decision)] = judged(header + "\n" + ",".join(cells[name] for name in READERS))

    assert decision.facts["email"] == "+ada@example.org"
    assert decision.facts["first_name"] == "=1+1"


def test_series_by_mail_stay_behind_and_the_report_says_so():
    found = decided(READER, courses='["after-the-long-year: active"]')

    assert found.verdict == "active"
    assert (found.column, found.reason) == ("courses", NO_COURSES)
    assert decided(READER, courses="").reason == ""
