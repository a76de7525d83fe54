from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from newsletter.core.consent_chain import Line, committed, faults, hashed

WHEN = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)


def chain(count, *, evidence="a form"):
    lines, before = [], ""
    for seq in range(1, count + 1):
        line = Line(
            subject="s",
            purpose="newsletter:7",
            seq=seq,
            action="confirmed",
            method="page",
            wording="Yes.",
            given_on=WHEN + timedelta(days=seq),
            evidence=evidence,
            salt="5a17",
            commitment=committed(evidence, salt="5a17"),
            prev_hash=before,
            hash="",
        )
        before = hashed(line)
        lines.append(replace(line, hash=before))
    return lines


@given(st.integers(0, 6), st.text(max_size=20))
def test_a_chain_holds_and_still_holds_when_its_evidence_is_erased(count, evidence):
    lines = chain(count, evidence=evidence)

    assert not list(faults(lines))
    assert not list(faults(replace(line, evidence="", salt="") for line in lines))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wording": "No."}, "line 2 was changed"),
        ({"action": "withdrawn"}, "line 2 was changed"),
        ({"method": "api"}, "line 2 was changed"),
        ({"purpose": "newsletter:8"}, "line 2 was changed"),
        ({"subject": "t"}, "line 2 was changed"),
        ({"given_on": WHEN}, "line 2 was changed"),
        ({"commitment": "0"}, "line 2 was changed"),
        ({"evidence": "another form"}, "the evidence of line 2 was changed"),
        ({"salt": "0"}, "the evidence of line 2 was changed"),
    ],
)
def test_whatever_is_changed_is_told(change, words):
    lines = chain(3)
    lines[1] = replace(lines[1], **change)

    assert words in list(faults(lines))


def test_a_line_that_was_changed_with_its_hash_breaks_the_next_one():
    lines = chain(3)
    other = replace(lines[1], wording="No.")
    lines[1] = replace(other, hash=hashed(other))

    assert list(faults(lines)) == ["line 3 does not follow the one before"]


def test_a_line_that_was_taken_out_is_missed():
    lines = chain(3)

    assert list(faults([lines[0], lines[2]])) == ["line 2 is missing", "line 3 does not follow the one before"]
    assert next(iter(faults(lines[1:]))) == "line 1 is missing"
