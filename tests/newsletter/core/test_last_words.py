import pytest

from newsletter.core.last_words import ending, last_words
from newsletter.core.progress import Progress


def seen(**by_state):
    return Progress(candidates=sum(by_state.values()), by_state=by_state)


def test_it_says_what_has_left_what_never_will_and_what_is_in_doubt():
    assert last_words(seen(handed_over=2, pending=30, claimed=3, uncertain=1, refused=1)) == (
        "2 of 37 letters were handed over. They stay with their readers: nothing calls a letter back.",
        "33 readers never get it.",
        "3 of these are leaving at this moment and may still go.",
        "1 more is uncertain.",
    )


def test_one_reader_is_told_as_one():
    assert last_words(seen(handed_over=1, pending=1))[:2] == (
        "1 of 2 letters were handed over. It stays with its reader: nothing calls a letter back.",
        "1 reader never gets it.",
    )


def test_before_the_audience_is_written_down_nobody_gets_it():
    assert last_words(seen()) == (
        "Nothing has been handed over, and no list of its readers is kept: nobody gets this letter.",
    )


def test_when_nothing_waits_any_more_cancelling_keeps_nobody_from_it():
    assert last_words(seen(handed_over=3)) == (
        "3 of 3 letters were handed over. They stay with their readers: nothing calls a letter back.",
        "No other letter of it waits to leave.",
    )


@pytest.mark.parametrize(
    ("by_state", "words"),
    [
        ({"cancelled": 37}, "0 of 37 letters were handed over; 37 were cancelled and never leave"),
        ({"handed_over": 2, "cancelled": 1}, "2 of 3 letters were handed over; 1 was cancelled and never leaves"),
    ],
)
def test_the_bar_of_a_cancelled_issue_counts_what_left(by_state, words):
    assert ending(seen(**by_state)) == words
