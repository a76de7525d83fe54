from collections import Counter
from datetime import UTC, datetime

from hypothesis import given, strategies as st

from newsletter.core.turns import Turns

START = datetime(2026, 11, 30, 9, tzinfo=UTC)
GROUPS = st.lists(st.sampled_from(["gmail", "yahoo", "example.org"]), max_size=60)


@given(GROUPS)
def test_nobody_gets_an_nth_letter_before_everyone_had_the_one_before(groups):
    turns = Turns({})
    order = sorted((turns.due(group, start=START), place, group) for place, group in enumerate(groups))
    total, given_so_far = Counter(groups), Counter()

    for _, _, group in order:
        waiting = [each for each in total if given_so_far[each] < total[each]]
        assert given_so_far[group] == min(given_so_far[each] for each in waiting)
        given_so_far[group] += 1


def test_what_was_planned_before_counts():
    turns = Turns({"gmail": 7})

    assert (turns.due("gmail", start=START) - START).microseconds == 7
    assert turns.due("yahoo", start=START) == START
