import pytest

from newsletter.core.preflight.preview_text import check


@pytest.mark.parametrize("preview", ["x" * 30, "x" * 140])
def test_a_preview_text_of_good_length_passes(a_letter, preview):
    assert not list(check(a_letter(preview_text=preview)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"preview_text": " "}, "no preview text"),
        ({"preview_text": "x" * 29}, "fewer than 30"),
        ({"preview_text": "x" * 141}, "more than 140"),
        (
            {"preview_text": "Part 2, coming back: how we begin again"}
            | {"subject": "Part 2 - Coming back. How we begin again"},
            "repeats the subject",
        ),
        (
            {"preview_text": "The house was quiet, and so was the street"}
            | {"opening": "The house was quiet and so was the street. We sat."},
            "first sentence",
        ),
    ],
)
def test_a_preview_text_that_says_nothing_new_asks(a_letter, said, change, words):
    assert words in said(check, a_letter(**change))
