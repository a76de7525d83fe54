"""A row becomes one decision, and of several about one reader the strictest counts."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from newsletter.core.subscriber_files.decisions import (
    NAME_DROPPED,
    NO_ADDRESS,
    NO_DATE,
    NO_TEXT,
    NOT_YET,
    Decision,
    decide,
    strictest,
)
from newsletter.core.subscriber_files.said import Said, Stance
from newsletter.core.subscriber_files.verdicts import RANK, Verdict, sums_match
from tests.newsletter.core.subscriber_files.files import DECLARED, NOW, PROOF, UNKNOWN, ground

ADA = {"email": "ada@example.org"}
DATED = Said(agreed_at="2021-03-14")


def decided(row=ADA, said=DATED, basis=PROOF):
    return decide(row, said, ground=ground(basis))


@pytest.mark.parametrize(
    ("basis", "agreed_at", "verdict", "kept"),
    [
        (PROOF, "2021-03-14", "active", "2021-03-14T00:00:00+00:00"),
        (PROOF, "", "pending", None),
        (DECLARED, "2021-03-14", "active", "2021-03-14T00:00:00+00:00"),
        (DECLARED, "", "active", "2025-01-01T00:00:00+00:00"),
        (UNKNOWN, "2021-03-14", "pending", None),
        (UNKNOWN, "", "pending", None),
    ],
)
def test_letters_come_only_where_consent_is_proven_or_declared(basis, agreed_at, verdict, kept):
    found = decided(said=Said(agreed_at=agreed_at), basis=basis)

    assert (found.verdict, found.facts.get("agreed_at")) == (verdict, kept)


def test_whoever_never_confirmed_there_waits_here():
    assert decided(said=Said(stance=Stance.WAITS, agreed_at="2021-03-14"), basis=DECLARED).verdict == "pending"


def test_consent_in_the_future_is_refused():
    tomorrow = (NOW + timedelta(days=1)).isoformat()

    assert decided(said=Said(agreed_at=tomorrow)).reason == NOT_YET


def test_what_cannot_be_read_is_refused_with_its_column_and_without_its_words():
    assert decided({"email": ""}).reason == NO_ADDRESS
    assert decided({"email": "ad\udcebda@example.org"}).reason == NO_TEXT
    found = decided({"email": "secret.person"})
    assert (found.verdict, found.column, found.key) == ("refused", "Address", "")
    assert "secret" not in found.reason


def test_what_is_not_taken_as_it_stands_is_remarked():
    assert decided({**ADA, "first_name": "http://x.example"}).reason == NAME_DROPPED
    assert decided(said=Said(agreed_at="long ago")).reason == NO_DATE
    odd = decided({**ADA, "attribute:visits": "many", "attribute:city": "Lisbon"})
    assert (odd.column, odd.facts["attributes"]) == ("visits", {"city": "Lisbon"})


def test_only_zones_that_there_are_come_along():
    assert decided({**ADA, "zone": "Europe/Lisbon"}).facts["zone"] == "Europe/Lisbon"
    assert "zone" not in decided({**ADA, "zone": "Lisbon time"}).facts


def test_of_two_departures_the_later_is_stricter_and_one_without_a_time_the_strictest():
    ends = ["2021-01-01", "2022-01-01", ""]
    found = [decided(said=Said(stance=Stance.LEFT, ended_at=at)) for at in ends]

    assert sorted(found, key=lambda decision: decision.rank) == found


DECISIONS = st.builds(
    Decision,
    verdict=st.sampled_from(sorted(RANK)),
    key=st.sampled_from(["a", "b", "c"]),
    moment=st.integers(min_value=-3, max_value=3),
)


@given(st.lists(DECISIONS, max_size=12), st.randoms())
def test_the_strictest_counts_in_any_order(decisions, chance):
    def outcome(rows):
        return {(rows[place].key, rows[place].rank) for place in strictest(rows)}

    shuffled = list(decisions)
    chance.shuffle(shuffled)

    assert outcome(shuffled) == outcome(decisions)
    assert len(strictest(decisions)) == len({decision.key for decision in decisions})
    for decision in decisions:
        assert max(rank for key, rank in outcome(decisions) if key == decision.key) >= decision.rank


def test_the_order_of_strictness_is_the_one_that_was_promised():
    promised = ["active", "pending", "left", "bounced", "complained"]

    assert sorted(promised, key=lambda verdict: RANK[Verdict(verdict)]) == promised


def test_sums_match_only_when_each_row_has_one_known_verdict():
    assert sums_match(3, {"active": 2, "refused": 1})
    assert not sums_match(3, {"active": 2})
    assert not sums_match(1, {"vanished": 1})
