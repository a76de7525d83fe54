from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from series.core.order import (
    Announce,
    Kind,
    PartFacts,
    PartState,
    Place,
    coming,
    is_announced,
    neighbours,
    places,
    public_parts,
    state_of,
)

NOW = datetime(2025, 6, 1, 7, tzinfo=UTC)
SOON = NOW + timedelta(days=11)
STATES = {"L": PartState.LIVE, "A": PartState.ANNOUNCED, "D": PartState.DRAFT}
SIDES = {"a": "IS", "b": "IS NOT"}


def part(letter, number, **facts):
    release = SOON if letter == "A" else None
    return PartFacts(
        uuid=f"u{number}",
        state=STATES[letter],
        title=f"Title {number}",
        slug=f"slug-{number}",
        **{"publishes_at": release, **facts},
    )


def row(letters):
    return [part(letter, number) for number, letter in enumerate(letters, start=1)]


def numbers(letters, **facts):
    facts = {"kind": Kind.SEQUENCE, "announce": Announce.DATE, "now": NOW, **facts}
    return [(uuid, place.position, place.of) for uuid, place in places(row(letters), **facts).items()]


@pytest.mark.parametrize("announce", Announce)
def test_a_draft_between_two_live_parts_has_no_number(announce):
    assert numbers("LDL", announce=announce) == [("u1", 1, 2), ("u3", 2, 2)]


@pytest.mark.parametrize(
    ("letters", "announce", "planned", "expected"),
    [
        ("LDL", Announce.HIDDEN, 3, [("u1", 1, 3), ("u3", 2, 3)]),
        ("LAD", Announce.DATE, None, [("u1", 1, 2), ("u2", 2, 2)]),
        ("LAD", Announce.TITLE, 3, [("u1", 1, 3), ("u2", 2, 3)]),
        ("LAD", Announce.HIDDEN, None, [("u1", 1, 1)]),
        ("LLL", Announce.TITLE, 2, [("u1", 1, 3), ("u2", 2, 3), ("u3", 3, 3)]),
    ],
)
def test_numbers_follow_the_table(letters, announce, planned, expected):
    assert numbers(letters, announce=announce, planned_total=planned) == expected


@given(st.text("LAD", max_size=50), st.sampled_from(Announce), st.none() | st.integers(1, 60), st.sampled_from(Kind))
def test_shown_parts_count_from_one_and_drafts_have_no_number(letters, announce, planned, kind):
    rows = row(letters)
    found = places(rows, kind=kind, announce=announce, now=NOW, planned_total=planned)

    assert [place.position for place in found.values()] == list(range(1, len(found) + 1))
    assert all(place.of >= max(len(found), planned or 0) for place in found.values())
    assert not any(part.uuid in found for part in rows if part.state is PartState.DRAFT)


@given(st.text("LAD", max_size=12), st.sampled_from(Announce))
def test_a_part_that_is_not_live_never_shows_an_address_or_a_past_date(letters, announce):
    shown = public_parts(row(letters), announce=announce, now=NOW)

    assert all(bool(part.slug) == part.is_live for part in shown)
    assert all(part.publishes_at is None or part.publishes_at > NOW for part in shown)
    assert announce is not Announce.HIDDEN or all(part.is_live for part in shown)


def test_unpublishing_the_middle_part_closes_the_gap():
    assert numbers("LDL") == [("u1", 1, 2), ("u3", 2, 2)]
    assert numbers("LDL", planned_total=3) == [("u1", 1, 3), ("u3", 2, 3)]


@pytest.mark.parametrize(
    ("planned", "complete", "words"),
    [(3, False, "Part 1 of 3"), (None, True, "Part 1 of 2"), (None, False, "Part 1")],
)
def test_the_total_is_spoken_only_when_it_is_a_promise(planned, complete, words):
    found = places(
        row("LL"), kind=Kind.SEQUENCE, announce=Announce.HIDDEN, now=NOW, planned_total=planned, complete=complete
    )

    assert found["u1"].words == words


def test_the_announced_date_is_shown_only_when_the_series_says_so():
    dated = public_parts(row("LA"), announce=Announce.DATE, now=NOW)
    titled = public_parts(row("LA"), announce=Announce.TITLE, now=NOW)

    assert dated[1].publishes_at == SOON
    assert titled[1].publishes_at is None
    assert titled[1].title == "Title 2"


def test_an_overdue_part_stays_announced_but_its_date_is_kept_back():
    overdue = part("A", 2, publishes_at=NOW - timedelta(hours=1))
    shown = public_parts([part("L", 1), overdue], announce=Announce.DATE, now=NOW)

    assert shown[1].title == "Title 2"
    assert shown[1].publishes_at is None


def test_an_announced_part_without_a_release_time_is_a_draft():
    assert public_parts([part("A", 1, publishes_at=None)], announce=Announce.DATE, now=NOW) == ()


@pytest.mark.parametrize(
    ("live", "release_at", "announce", "state"),
    [
        (True, None, Announce.HIDDEN, PartState.LIVE),
        (True, SOON, Announce.DATE, PartState.LIVE),
        (False, SOON, Announce.DATE, PartState.ANNOUNCED),
        (False, NOW - timedelta(days=1), Announce.TITLE, PartState.ANNOUNCED),
        (False, SOON, Announce.HIDDEN, PartState.DRAFT),
        (False, None, Announce.DATE, PartState.DRAFT),
    ],
)
def test_a_part_is_announced_when_its_release_is_approved_and_the_series_speaks(live, release_at, announce, state):
    assert state_of(live=live, release_at=release_at, announce=announce) is state
    assert is_announced(live=live, release_at=release_at, announce=announce) is (state is PartState.ANNOUNCED)


def test_a_label_of_its_own_still_counts():
    parts = [part("L", 1, label_override="Prologue"), part("L", 2)]
    found = places(parts, kind=Kind.SEQUENCE, announce=Announce.HIDDEN, now=NOW, label_word="Letter", complete=True)

    assert [place.words for place in found.values()] == ["Prologue", "Letter 2 of 2"]


def test_a_contrast_is_labelled_by_side_and_never_numbered():
    parts = [part("L", 1, side="a"), part("L", 2, side="b")]
    found = places(parts, kind=Kind.CONTRAST, announce=Announce.HIDDEN, now=NOW, side_labels=SIDES, complete=True)

    assert [place.words for place in found.values()] == ["IS", "IS NOT"]


def test_a_collection_has_an_order_and_no_labels():
    found = places(row("LL"), kind=Kind.COLLECTION, announce=Announce.HIDDEN, now=NOW, complete=True)

    assert [(place.position, place.words) for place in found.values()] == [(1, ""), (2, "")]


@pytest.mark.parametrize("kind", [Kind.SEQUENCE, Kind.COLLECTION])
def test_neighbours_skip_what_may_not_be_seen(kind):
    shown = public_parts(row("LDL"), announce=Announce.DATE, now=NOW)
    beside = neighbours(shown, "u1", kind=kind)

    assert beside.previous is None
    assert beside.next.uuid == "u3"
    assert neighbours(shown, "u3", kind=kind).previous.uuid == "u1"


def test_the_next_part_is_named_with_its_date_and_never_linked_while_it_is_announced():
    shown = public_parts(row("LA"), announce=Announce.DATE, now=NOW)
    beside = neighbours(shown, "u1", kind=Kind.SEQUENCE)

    assert (beside.next.title, beside.next.publishes_at, beside.next.slug) == ("Title 2", SOON, "")


def test_a_hidden_next_part_is_not_mentioned():
    shown = public_parts(row("LA"), announce=Announce.HIDDEN, now=NOW)

    assert neighbours(shown, "u1", kind=Kind.SEQUENCE).next is None


def test_a_draft_has_no_neighbours():
    shown = public_parts(row("LD"), announce=Announce.DATE, now=NOW)
    beside = neighbours(shown, "u2", kind=Kind.SEQUENCE)

    assert (beside.previous, beside.next, beside.counterpart) == (None, None, None)


def test_each_side_of_a_contrast_leads_to_the_other():
    sides = [part("L", 1, side="a"), part("L", 2, side="b"), part("L", 3, side="b")]
    shown = public_parts(sides, announce=Announce.HIDDEN, now=NOW)

    assert neighbours(shown, "u1", kind=Kind.CONTRAST).counterpart.uuid == "u2"
    assert neighbours(shown, "u3", kind=Kind.CONTRAST).counterpart.uuid == "u1"
    assert neighbours(shown, "u1", kind=Kind.CONTRAST).next is None


def test_the_side_that_is_not_live_is_named_only_when_announced():
    sides = [part("L", 1, side="a"), part("A", 2, side="b")]
    hidden = public_parts(sides, announce=Announce.HIDDEN, now=NOW)
    titled = public_parts(sides, announce=Announce.TITLE, now=NOW)

    assert neighbours(hidden, "u1", kind=Kind.CONTRAST).counterpart is None
    assert neighbours(titled, "u1", kind=Kind.CONTRAST).counterpart.slug == ""


def test_a_live_counterpart_goes_before_an_announced_one():
    sides = [part("L", 1, side="a"), part("A", 2, side="b"), part("L", 3, side="b")]
    shown = public_parts(sides, announce=Announce.DATE, now=NOW)

    assert neighbours(shown, "u1", kind=Kind.CONTRAST).counterpart.uuid == "u3"


def test_forty_three_parts_are_all_listed():
    assert numbers("L" * 43)[-1] == ("u43", 43, 43)


def test_a_series_of_one_part_stands_alone():
    shown = public_parts(row("L"), announce=Announce.HIDDEN, now=NOW)
    beside = neighbours(shown, "u1", kind=Kind.SEQUENCE)

    assert numbers("L") == [("u1", 1, 1)]
    assert (beside.previous, beside.next) == (None, None)


def test_a_part_keeps_a_place_of_its_own_in_each_of_its_series():
    trauma, shelf = row("LL"), [part("L", 2), part("L", 1)]
    facts = {"announce": Announce.HIDDEN, "now": NOW}

    assert places(trauma, kind=Kind.SEQUENCE, **facts)["u2"].position == 2
    assert places(shelf, kind=Kind.COLLECTION, **facts)["u2"].position == 1


def test_a_letter_promises_the_first_announced_part_after_its_own():
    shown = public_parts(row("LLAA"), announce=Announce.TITLE, now=NOW)

    assert coming(shown, "u1").uuid == "u3"
    assert coming(shown, "u4") is None
    assert coming(shown, "nowhere") is None


def test_an_empty_series_has_no_places():
    assert places([], kind=Kind.SEQUENCE, announce=Announce.DATE, now=NOW) == {}


def test_a_place_reads_as_its_words():
    assert Place(position=2, of=3, label="Week 2", promised=True).words == "Week 2 of 3"
