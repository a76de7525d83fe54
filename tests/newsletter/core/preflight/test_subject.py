import pytest

from newsletter.core.preflight.subject import check


@pytest.mark.parametrize("subject", ["", "   ", "[[first_name|friend]]", "[[first_name]] ..."])
def test_a_letter_without_a_subject_stops(a_letter, subject):
    (finding,) = check(a_letter(subject=subject))

    assert (finding.check, finding.field) == ("B2", "subject")


@pytest.mark.parametrize("subject", ["Part 2", "[[first_name]], part 2", "\u0625\u0633\u0631\u0627\u0621"])
def test_a_subject_with_words_passes(a_letter, subject):
    assert not list(check(a_letter(subject=subject)))
