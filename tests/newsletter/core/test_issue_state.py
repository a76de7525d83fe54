import itertools

import pytest

from newsletter.core import issue_words
from newsletter.core.issue_state import MOVES, TABLE, UNDERWAY, Event, HoldReason, State, after, ways_on

MISSING = [pair for pair in itertools.product(State, Event) if pair not in TABLE]


def walk(*events):
    state = State.DRAFT
    for event in events:
        state = after(state, event) or pytest.fail(f"{state} does not know {event}")
    return state


def test_the_straight_path_leads_from_draft_to_handed_over():
    assert walk(Event.SCHEDULE, Event.START, Event.BEGIN, Event.FINISH) is State.HANDED_OVER


def test_a_paused_issue_is_resumed_to_where_it_was():
    assert walk(Event.SCHEDULE, Event.START, Event.BEGIN, Event.PAUSE, Event.RESUME) is State.HANDING_OVER


def test_a_breaker_holds_an_issue_and_a_person_lets_it_go_on():
    assert walk(Event.SCHEDULE, Event.START, Event.BEGIN, Event.HOLD, Event.GO_ON) is State.HANDING_OVER


def test_a_held_start_can_be_started_by_hand():
    assert walk(Event.SCHEDULE, Event.HOLD, Event.SEND_NOW) is State.PREPARING


@pytest.mark.parametrize("state", [State.HANDING_OVER, State.PAUSED, State.HELD])
def test_an_issue_underway_can_be_cancelled(state):
    assert after(state, Event.CANCEL) is State.CANCELLED


def test_cancelled_is_for_good():
    assert all(after(State.CANCELLED, event) is None for event in Event)


def test_starting_twice_moves_nothing():
    assert after(State.PREPARING, Event.START) is None


@pytest.mark.parametrize(("state", "event"), MISSING)
def test_an_issue_does_not_move_on_a_pair_without_an_entry(state, event):
    assert after(state, event) is None


def test_no_pair_of_an_issue_stands_in_the_table_twice():
    assert len(TABLE) == len(MOVES)


@pytest.mark.parametrize("reason", list(HoldReason))
def test_every_hold_offers_ways_on_that_the_table_knows(reason):
    assert all(after(State.HELD, event) for event in ways_on(reason))


@pytest.mark.parametrize("reason", sorted(UNDERWAY))
def test_an_issue_held_underway_never_expands_its_audience_again(reason):
    assert Event.SEND_NOW not in ways_on(reason)


def test_each_state_event_and_hold_reason_of_an_issue_has_its_sentence():
    assert set(issue_words.STATES) == set(State)
    assert set(issue_words.EVENTS) == set(Event)
    assert set(issue_words.HOLD_REASONS) == set(HoldReason)
