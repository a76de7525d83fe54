import pytest

from newsletter.core.preflight.timing import check


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"minutes_ahead": 9.9}, "less than 10 minutes"),
        ({"overlapping": ("Issue 4",)}, 'get "Issue 4" on the same day'),
        ({"wall_time_skipped": True}, "jump over"),
        ({"wall_time_repeated": True}, "comes twice"),
    ],
)
def test_a_time_to_think_about_asks(a_letter, said, change, words):
    assert words in said(check, a_letter(**change))


@pytest.mark.parametrize("ahead", [None, 10, 5000])
def test_a_time_with_room_passes(a_letter, ahead):
    assert not list(check(a_letter(minutes_ahead=ahead)))
