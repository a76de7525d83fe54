import pytest

from newsletter.core.preflight.subject_manners import check


@pytest.mark.parametrize(
    "subject",
    [
        "Part 2: Coming back",
        "x" * 60,
        "PTSD, part 2",
        "PTSD",
        "Well!",
        "\u0625\u0633\u0631\u0627\u0621 \u0648",
        "[[oops]]",
    ],
)
def test_a_calm_subject_passes(a_letter, subject):
    assert not list(check(a_letter(subject=subject)))


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("x" * 61, "more than 60"),
        ("COMING BACK", "all in capitals"),
        ("Come back!!", "exclamation marks"),
        ("\U0001f338\U0001f338", "no words"),
    ],
)
def test_a_loud_or_long_subject_gets_a_hint(a_letter, said, subject, words):
    assert words in said(check, a_letter(subject=subject))


def test_a_long_fallback_counts(a_letter):
    assert list(check(a_letter(subject="[[first_name|friend]] " + "x" * 55)))
