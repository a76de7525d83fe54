"""Our own exports as JSON become the tables of our export as CSV, or are refused whole."""

import io
import json

import pytest

from newsletter.core.subscriber_files.layouts.known import layout_of
from newsletter.core.subscriber_files.limits import FileRefused, Limits
from newsletter.core.subscriber_files.own_json import is_json, table_lines
from tests.newsletter.core.subscriber_files.files import judged

AT = "2024-05-03T10:00:00+00:00"
READER = {
    "address": "ada@example.org",
    "newsletter": "slow-letters",
    "state": "active",
    "consent_given_on": AT,
    "consent_wording": "Yes,\n“please”",
    "tags": ["a, b", "=c"],
    "attributes": {"visits": 3.5, "city": "+1 'Lisbon'"},
}
SUPPRESSION = {"reason": "hard_bounce", "at": AT, "address": "gone@example.org"}
OF_ALL = {"format": "partwise-readers-1", "made_at": AT, "readers": [READER], "suppressions": [SUPPRESSION]}
YES = {"action": "confirmed", "given_on": AT, "wording": "Yes", "evidence": "A form"}
NO = {"action": "withdrawn", "given_on": "2025-01-01T00:00:00+00:00", "wording": "", "evidence": ""}
OF_ONE = {
    "format": "partwise-reader-1",
    "made_at": AT,
    "reader": {"email": "ada@example.org", "first_name": "Ada", "tags": ["x"], "attributes": {"visits": 3}},
    "subscriptions": [
        {"newsletter": "Slow Letters", "slug": "slow-letters", "state": "active", "consents": [YES]},
        {"series": "Signs", "state": "active", "consents": [YES]},
    ],
    "messages": [{"id": "1"}],
    "suppressions": [{"reason": "hard_bounce", "at": AT, "newsletter": None, "until": None, "lifted_at": AT}],
}


def tables(told: dict | str, limits: Limits = Limits()) -> dict[str, str]:  # noqa: B008 - it never changes
    data = told if isinstance(told, str) else json.dumps(told)
    found: dict[str, str] = {}
    for line in table_lines(io.BytesIO(data.encode()), attributes=["city", "visits"], limits=limits):
        found[line.table] = found.get(line.table, "") + line.text
    return found


def rows(told: dict) -> list:
    """The decisions of all tables."""
    return [decision for text in tables(told).values() for _, decision in judged(text)[1]]


@pytest.mark.parametrize(
    ("head", "expected"),
    [(b"{", True), (b"\xef\xbb\xbf \n{", True), (b"email\n", False), (b"[", False), (b"PK\x03\x04", False)],
)
def test_json_is_told_by_its_first_sign(head, expected):
    assert is_json(head) is expected


def test_all_readers_come_as_our_two_tables():
    found = tables(OF_ALL)

    assert list(found) == ["readers", "suppressions"]
    for text in found.values():
        assert layout_of(text.splitlines()[0].replace('"', "").split(",")).slug == "partwise"
    reader, suppression = rows(OF_ALL)
    assert (reader.verdict, suppression.verdict) == ("active", "restored")
    assert reader.facts["tags"] == ["a, b", "=c"]
    assert reader.facts["attributes"] == {"visits": 3.5, "city": "+1 'Lisbon'"}
    assert reader.facts["consent_wording"] == "Yes,\n“please”"


def test_one_reader_comes_as_the_same_tables_and_begins_no_series():
    suppression, reader = rows(OF_ONE)

    assert (suppression.verdict, suppression.facts["lifted_at"]) == ("restored", AT)
    assert (reader.verdict, reader.key) == ("active", "ada@example.org slow-letters")
    assert reader.facts["consent_given_on"] == AT


@pytest.mark.parametrize(
    ("consents", "changes", "expected"),
    [
        ([], {}, "pending"),
        ([NO], {}, "pending"),
        ([{**YES, "action": "requested"}], {}, "pending"),
        ([YES, NO, {**YES, "action": "restored"}], {}, "active"),
        ([YES, NO], {"state": "ended", "ended_at": AT}, "ended"),
        ("odd", {}, "pending"),
        ([YES], {"state": "odd"}, "refused"),
    ],
)
def test_one_readers_consent_is_the_last_yes_of_their_file_or_none(consents, changes, expected):
    (standing, _) = OF_ONE["subscriptions"]
    told = {**OF_ONE, "subscriptions": [{**standing, "consents": consents, **changes}], "suppressions": []}

    assert [str(row.verdict) for row in rows(told)] == [expected]


def test_whoever_has_only_a_series_comes_as_a_reader_without_letters():
    told = {**OF_ONE, "subscriptions": OF_ONE["subscriptions"][1:], "suppressions": []}

    (row,) = rows(told)
    assert (row.verdict, row.facts["newsletter"]) == ("pending", None)


@pytest.mark.parametrize(
    "told",
    [
        {"db": [{"data": {}}]},
        {"readers": [READER], "format": "partwise-readers-1"},
        {"format": "partwise-readers-2", "readers": [READER]},
        {**OF_ALL, "readers": ["ada@example.org"]},
        {**OF_ALL, "readers": {"address": ["ada@example.org"]}},
        {**OF_ALL, "readers": [{**READER, "address": ["ada@example.org"]}]},
        {**OF_ALL, "readers": [{**READER, "attributes": [1]}]},
        {**OF_ALL, "readers": [{**READER, "attributes": {"city": {"a": 1}}}]},
        {**OF_ALL, "readers": [], "suppressions": []},
        {"format": "partwise-readers-1"},
        {**OF_ONE, "reader": "ada@example.org"},
        {**OF_ONE, "subscriptions": ["slow-letters"]},
        {**OF_ONE, "suppressions": [None]},
        json.dumps(OF_ALL)[:-9],
        json.dumps(OF_ONE) + "x",
    ],
)
def test_whatever_is_no_export_of_ours_is_refused_whole(told):
    with pytest.raises(FileRefused, match=r"\.$"):
        tables(told)


def test_a_file_of_very_many_empty_records_is_refused_before_it_grows():
    with pytest.raises(FileRefused, match="more records"):
        tables({**OF_ALL, "readers": [{}] * 50}, Limits(rows=20))
    with pytest.raises(FileRefused, match="more than we read"):
        tables({**OF_ALL, "readers": [READER] * 50}, Limits(unpacked=2_000))


def test_half_of_a_pair_becomes_a_sign_that_is_seen():
    assert "\ufffd" in tables({**OF_ALL, "readers": [{**READER, "first_name": "A\ud800da"}]})["readers"]
