import pytest

from newsletter.core.preflight.neutrality import check

TELLING = ("After Trauma", "Abuse")


@pytest.mark.parametrize(
    ("field", "line"),
    [("subject", "After trauma: part 2"), ("preview_text", "On abuse, and after"), ("from_name", "After Trauma")],
)
def test_a_telling_word_where_others_look_is_asked_about(a_letter, field, line):
    (finding,) = check(a_letter(telling_words=TELLING, **{field: line}))

    assert (finding.check, finding.field, finding.passage) == ("W20", field, line)


def test_part_of_another_word_tells_nothing(a_letter):
    assert not list(check(a_letter(telling_words=("Art", ""), subject="Part 2 starts")))


def test_a_newsletter_without_a_neutral_name_is_not_asked(a_letter):
    assert not list(check(a_letter(subject="After trauma: part 2")))


def test_signs_and_capitals_do_not_hide_a_telling_word(a_letter):
    (finding,) = check(a_letter(telling_words=(" ", "Abuse"), subject="(ABUSE), and what comes after"))

    assert "The subject says “Abuse”" in finding.words


def test_blank_words_tell_nothing(a_letter):
    assert not list(check(a_letter(telling_words=("", "  ", "--"), subject="Any -- subject")))
