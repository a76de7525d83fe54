import itertools

import pytest

from newsletter.core import delivery_words
from newsletter.core.delivery_state import (
    ENDS,
    MOVES,
    OPEN,
    REASONS,
    TABLE,
    Event,
    Outcome,
    Reason,
    State,
    after,
    later_outcome,
)

BY_NAME = [
    ("T1", None, Event.PLAN, State.PENDING),
    ("T2", State.PENDING, Event.CLAIM, State.CLAIMED),
    ("T3", State.CLAIMED, Event.WITHDRAW, State.CANCELLED),
    ("T4", State.CLAIMED, Event.MARK, State.MARKED),
    ("T5", State.MARKED, Event.ACCEPT, State.HANDED_OVER),
    ("T5 late 250", State.UNCERTAIN, Event.ACCEPT, State.HANDED_OVER),
    ("T6", State.MARKED, Event.DEFER, State.PENDING),
    ("T6 refused", State.MARKED, Event.REFUSE, State.REFUSED),
    ("T6 late 451", State.UNCERTAIN, Event.DEFER, State.PENDING),
    ("T7", State.CLAIMED, Event.BREAK_OFF, State.PENDING),
    ("T7 refused", State.CLAIMED, Event.REFUSE, State.REFUSED),
    ("T8", State.MARKED, Event.FALL_SILENT, State.UNCERTAIN),
    ("T8 sweep", State.MARKED, Event.LOSE_LEASE, State.UNCERTAIN),
    ("T9", State.CLAIMED, Event.LOSE_LEASE, State.PENDING),
    ("T9 stop", State.CLAIMED, Event.RELEASE, State.PENDING),
    ("T9 unbuildable", State.CLAIMED, Event.FAIL_TO_BUILD, State.FAILED),
    ("T9 given up", State.PENDING, Event.GIVE_UP, State.FAILED),
    ("T10", State.UNCERTAIN, Event.PROVE, State.HANDED_OVER),
    ("T11", State.UNCERTAIN, Event.SEND_AGAIN, State.PENDING),
    ("T12", State.UNCERTAIN, Event.SETTLE, State.UNCERTAIN),
    ("T13", State.PENDING, Event.WITHDRAW, State.CANCELLED),
    ("T14", State.PENDING, Event.RUN_OUT_OF_TIME, State.FAILED),
    ("T15 refused", State.REFUSED, Event.TRY_AGAIN, State.PENDING),
    ("T15 failed", State.FAILED, Event.TRY_AGAIN, State.PENDING),
    ("T15 set aside", State.PENDING, Event.TRY_AGAIN, State.PENDING),
    ("T16", State.MARKED, Event.TAKE_BACK, State.PENDING),
    ("restore", State.MARKED, Event.RESTORE, State.UNCERTAIN),
]
MISSING = [pair for pair in itertools.product((None, *State), Event) if pair not in TABLE]


@pytest.mark.parametrize(("name", "before", "event", "expected"), BY_NAME, ids=[row[0] for row in BY_NAME])
def test_each_move_of_the_table_leads_where_its_row_says(name, before, event, expected):
    assert after(before, event) is expected


@pytest.mark.parametrize(("before", "event"), MISSING)
def test_a_pair_without_an_entry_moves_nothing(before, event):
    assert after(before, event) is None


def test_every_move_of_the_ledger_page_is_in_the_table():
    numbers = {move.number for move in MOVES}

    assert numbers == {f"T{number}" for number in range(1, 17)} | {"restore"}


def test_no_pair_stands_in_the_table_twice():
    assert len(TABLE) == len(MOVES)


@pytest.mark.parametrize("state", [State.HANDED_OVER, State.CANCELLED])
def test_what_was_handed_over_or_cancelled_never_moves_again(state):
    assert all(after(state, event) is None for event in Event)


def test_only_a_person_or_the_end_of_its_time_fails_what_no_server_was_asked_to_take():
    who = {move.who for move in MOVES if Reason.UNCLAIMABLE in move.reasons}

    assert who == {"person", "sweep"}
    assert after(State.CLAIMED, Event.LOSE_LEASE) is State.PENDING


def test_only_a_living_sender_can_take_a_mark_back_to_pending_without_an_answer():
    to_pending = {move.event for move in MOVES if move.before is State.MARKED and move.after is State.PENDING}

    assert to_pending == {Event.DEFER, Event.TAKE_BACK}


def test_every_reason_belongs_to_exactly_one_state():
    listed = [reason for reasons in REASONS.values() for reason in reasons]

    assert sorted(listed) == sorted(Reason)


def test_a_move_into_a_state_with_reasons_names_reasons_of_that_state():
    assert all(bool(move.reasons) == (move.after in REASONS) for move in MOVES)
    assert all(move.reasons <= REASONS.get(move.after, frozenset()) for move in MOVES)


def test_a_state_is_either_open_or_an_end():
    assert frozenset(State) == OPEN | ENDS
    assert not OPEN & ENDS


def test_each_state_event_and_reason_has_its_sentence():
    assert set(delivery_words.STATES) == set(State)
    assert set(delivery_words.EVENTS) == set(Event)
    assert set(delivery_words.REASONS) == set(Reason)


@pytest.mark.parametrize(
    ("known", "heard", "kept"),
    [
        (Outcome.NONE, Outcome.DELIVERED, Outcome.DELIVERED),
        (Outcome.COMPLAINED, Outcome.DELIVERED, Outcome.COMPLAINED),
        (Outcome.DELIVERED, Outcome.DEFERRED, Outcome.DELIVERED),
        (Outcome.BOUNCED, Outcome.COMPLAINED, Outcome.COMPLAINED),
    ],
)
def test_late_news_never_weakens_what_is_known(known, heard, kept):
    assert later_outcome(known, heard=heard) is kept
