"""A decision meets what is here: suppression wins, choices stand, and a departure holds unless a yes came later."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from newsletter.core.subscriber_files.settling import ENDS_LETTERS, ENDS_LETTERS_UNDATED, Here, settled
from newsletter.core.subscriber_files.verdicts import SUBSCRIBES, SUPPRESSES, Verdict

EARLY, LATE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
REASONS = st.frozensets(st.sampled_from(["hard_bounce", "soft_bounces", "complaint", "objection", "imported", "staff"]))
HERE = st.builds(
    Here,
    state=st.sampled_from(["", "pending", "active", "paused", "ended"]),
    last_yes=st.sampled_from([None, EARLY, LATE]),
    everywhere=REASONS,
    only_here=REASONS,
)


def verdict(wanted: str, here: Here, **kwargs) -> str:
    return str(settled(Verdict(wanted), here, **kwargs)[0])


@pytest.mark.parametrize("state", ["pending", "active", "paused", "ended"])
@pytest.mark.parametrize("wanted", sorted(SUBSCRIBES - {Verdict.ENDED}))
def test_what_a_reader_chose_here_stands(wanted, state):
    assert verdict(wanted, Here(state=state)) == "unchanged"


@given(HERE, st.sampled_from(sorted(SUBSCRIBES - {Verdict.ENDED})))
def test_nobody_comes_in_who_is_suppressed_or_here(here, wanted):
    found = verdict(wanted, here)

    assert (found in SUBSCRIBES) == (not here.state and not here.everywhere and not here.only_here)
    assert found == "barred" or not (here.everywhere or here.only_here)


@given(HERE, st.sampled_from(sorted(SUPPRESSES)), st.sampled_from([None, EARLY, LATE]))
def test_a_no_never_makes_a_reader(here, wanted, ended_at):
    assert verdict(wanted, here, ended_at=ended_at) not in SUBSCRIBES


@pytest.mark.parametrize(
    ("here", "ended_at", "expected"),
    [
        (Here(), EARLY, "left"),
        (Here(state="active", last_yes=LATE), EARLY, "unchanged"),
        (Here(state="active", last_yes=EARLY), LATE, "left"),
        (Here(state="active", last_yes=EARLY), EARLY, "left"),
        (Here(state="active", last_yes=LATE), None, "left"),
        (Here(state="pending"), EARLY, "left"),
        (Here(state="ended", last_yes=EARLY), LATE, "unchanged"),
        (Here(only_here=frozenset({"imported"})), LATE, "barred"),
        (Here(everywhere=frozenset({"soft_bounces"})), LATE, "left"),
        (Here(everywhere=frozenset({"staff"})), LATE, "barred"),
    ],
)
def test_a_departure_holds_unless_a_yes_came_later(here, ended_at, expected):
    assert verdict("left", here, ended_at=ended_at) == expected


@pytest.mark.parametrize(
    ("state", "ended_at", "remark"),
    [
        ("active", None, ENDS_LETTERS_UNDATED),
        ("paused", None, ENDS_LETTERS_UNDATED),
        ("active", LATE, ENDS_LETTERS),
        ("pending", None, ""),
        ("", None, ""),
    ],
)
def test_a_departure_that_takes_letters_from_somebody_says_so(state, ended_at, remark):
    assert settled(Verdict.LEFT, Here(state=state, last_yes=EARLY), ended_at=ended_at) == ("left", remark)


@given(HERE, st.sampled_from([EARLY, LATE]))
def test_a_departure_of_our_own_export_is_one_wherever_the_reader_is_known(here, ended_at):
    found = verdict("ended", here, ended_at=ended_at)

    if here.state:
        assert found == verdict("left", here, ended_at=ended_at)
    else:
        assert found == ("barred" if here.everywhere or here.only_here else "ended")


@pytest.mark.parametrize(
    ("wanted", "reason", "expected"),
    [
        ("bounced", "hard_bounce", "barred"),
        ("bounced", "complaint", "barred"),
        ("bounced", "soft_bounces", "bounced"),
        ("complained", "hard_bounce", "complained"),
        ("complained", "objection", "barred"),
    ],
)
def test_a_weaker_suppression_does_not_keep_a_stronger_one_away(wanted, reason, expected):
    assert verdict(wanted, Here(everywhere=frozenset({reason}))) == expected


def test_a_suppression_of_our_own_is_put_back_once():
    assert verdict("restored", Here()) == "restored"
    assert verdict("restored", Here(has_record=True)) == "unchanged"
