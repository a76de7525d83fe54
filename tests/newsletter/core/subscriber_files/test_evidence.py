from datetime import UTC, datetime

from hypothesis import given, strategies as st

from newsletter.core.subscriber_files.evidence import LONGEST, evidence, marked, unmarked

FIRST, SECOND = "ab" * 32, "cd" * 32


def test_the_evidence_says_from_where_which_row_when_and_how():
    at = datetime(2024, 5, 3, 10, tzinfo=UTC)

    assert evidence(label="Mailchimp", row=12, agreed_at=at) == "Mailchimp, row 12: 2024-05-03 10:00 UTC"
    assert evidence(label="Kit", row=1, agreed_at=at, network="203.0.113.0/24", declared="Forms in a folder.") == (
        "Kit, row 1: 2024-05-03 10:00 UTC, from 203.0.113.0/24. Forms in a folder."
    )


@given(st.text(max_size=LONGEST))
def test_the_mark_of_a_file_takes_the_place_of_an_earlier_one_and_fits(words):
    once = marked(words, sha256=FIRST)
    twice = marked(once, sha256=SECOND)

    assert len(twice) == len(once) <= LONGEST
    assert twice.endswith(f"(file {SECOND[:12]})")
    assert unmarked(twice) == unmarked(once)
