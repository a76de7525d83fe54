import pytest

from newsletter.core.counts import count_words


@pytest.mark.parametrize(
    ("number", "exactly", "words"),
    [
        (1204, True, "1,204"),
        (1, True, "1"),
        (0, False, "fewer than 5"),
        (4, False, "fewer than 5"),
        (5, False, "about 5"),
        (1204, False, "about 1,200"),
    ],
)
def test_a_number_of_readers_is_told_as_closely_as_whoever_looks_may_know_it(number, exactly, words):
    assert count_words(number, exactly=exactly) == words
