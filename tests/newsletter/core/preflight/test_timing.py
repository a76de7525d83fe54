import pytest

from newsletter.core.preflight.timing import check


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"minutes_ahead": 9.9}, "less than 10 minutes"),
        ({"overlapping": ("Issue 4",)}, "get “Issue 4” on the same day"),
        ({"left_that_day": ("Issue 4",)}, "got “Issue 4” on that day already"),
        ({"wall_time_repeated": True}, "comes twice"),
    ],
)
def test_a_time_to_think_about_asks(a_letter, said, change, words):
    assert words in said(check, a_letter(**change))


def test_several_letters_of_one_day_are_one_question(a_letter):
    (asked,) = check(a_letter(overlapping=("Tea", "Bread", "Salt")))

    assert asked.words == "Some of these readers get “Tea”, “Bread” and “Salt” on the same day."
    assert asked.mend == "Give each a day of its own."


@pytest.mark.parametrize("ahead", [None, 10, 5000])
def test_a_time_with_room_passes(a_letter, ahead):
    assert not list(check(a_letter(minutes_ahead=ahead)))
