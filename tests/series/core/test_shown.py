from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from series.core.order import Announce, Kind, PartFacts, PartState
from series.core.shown import Address, Habits, begin, beside, minutes, shown_parts, sides

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=4)
STATES = {"L": PartState.LIVE, "A": PartState.ANNOUNCED, "D": PartState.DRAFT}
SIDES = {"a": "IS", "b": "IS NOT"}


def facts(states, side=""):
    return [
        PartFacts(
            uuid=str(number),
            state=STATES[state],
            title=f"T{number}",
            slug=f"t{number}",
            minutes=2,
            side=side[number : number + 1],
            publishes_at=LATER if state == "A" else None,
        )
        for number, state in enumerate(states)
    ]


def shown(states, *, announce="date", side="", **habits):
    own = Habits(**{"kind": Kind.SEQUENCE, "announce": Announce(announce), **habits})
    rows = facts(states, side)
    addresses = {row.uuid: Address(page_id=int(row.uuid) + 1, url=f"/{row.slug}/") for row in rows}
    return shown_parts(rows, habits=own, now=NOW, addresses=addresses)


@pytest.mark.parametrize(
    ("states", "announce", "planned", "words"),
    [
        ("LDL", "hidden", None, ["Part 1", "Part 2"]),
        ("LDL", "date", 3, ["Part 1 of 3", "Part 2 of 3"]),
        ("LAD", "date", None, ["Part 1", "Part 2"]),
        ("LAD", "title", 3, ["Part 1 of 3", "Part 2 of 3"]),
        ("LAD", "hidden", None, ["Part 1"]),
        ("LLL", "date", 2, ["Part 1 of 3", "Part 2 of 3", "Part 3 of 3"]),
    ],
)
def test_parts_are_numbered_as_the_table_says(states, announce, planned, words):
    parts = shown(states, announce=announce, planned_total=planned)

    assert [part.words for part in parts] == words


def test_an_announced_part_has_a_date_and_no_address():
    part = shown("LA")[1]

    assert (part.state, part.publishes_at) == ("announced", LATER)
    assert (part.url, part.page_id, part.slug, part.minutes, part.teaser) == (None, None, "", None, "")


def test_only_the_title_is_told_where_the_author_says_so():
    part = shown("LA", announce="title")[1]

    assert (part.title, part.publishes_at) == ("T1", None)


def test_next_of_the_last_live_part_is_the_announced_one():
    near = beside(shown("LLA"), "1", kind=Kind.SEQUENCE)

    assert (near.previous.uuid, near.next.uuid, near.coming.uuid) == ("0", "2", "2")
    assert near.next.url is None


def test_a_contrast_leads_to_its_other_side_and_to_nothing_else():
    parts = shown("LL", kind=Kind.CONTRAST, side="ab", side_labels=SIDES)

    near = beside(parts, "0", kind=Kind.CONTRAST)

    assert (near.previous, near.next, near.counterpart.side_label) == (None, None, "IS NOT")


def test_a_side_of_which_nothing_may_be_known_is_not_named():
    habits = {"kind": Kind.CONTRAST, "announce": Announce.HIDDEN, "side_labels": SIDES}
    parts = shown("LD", side="ab", **habits)

    found = sides(parts, habits=Habits(**habits))

    assert [(label, [part.uuid for part in group]) for label, group in found] == [("IS", ["0"])]
    assert beside(parts, "0", kind=Kind.CONTRAST).counterpart is None


def test_readers_begin_with_the_first_live_part_and_live_parts_make_the_minutes():
    parts = shown("DLAL")

    assert begin(parts).uuid == "1"
    assert minutes(parts) == 4


@given(st.text("LAD", max_size=60), st.sampled_from(Announce), st.one_of(st.none(), st.integers(1, 70)))
def test_positions_run_from_one_without_a_gap_and_drafts_have_none(states, announce, planned):
    parts = shown(states, announce=announce.value, planned_total=planned)
    drafts = {str(number) for number, state in enumerate(states) if state == "D"}

    assert [part.position for part in parts] == list(range(1, len(parts) + 1))
    assert all(part.of >= len(parts) for part in parts)
    assert drafts.isdisjoint(part.uuid for part in parts)
    assert all(part.url is None for part in parts if part.state != "live")
