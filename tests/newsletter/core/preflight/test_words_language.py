import pytest

from newsletter.core.preflight.words_language import check

GERMAN = "<p>" + "Der Winter ist nicht vorbei, und das ist auch gut. Wir gehen mit dem Hund an den Fluss. " * 5 + "</p>"
ENGLISH = (
    "<p>" + "The winter is not over, and that is what it was for. You walk with the dog to the river. " * 5 + "</p>"
)


def test_german_words_under_english_colors_get_a_hint(a_letter):
    (finding,) = check(a_letter(body=GERMAN))

    assert finding.words == "The words look like German, but the letter says it is English."
    assert (finding.check, finding.field) == ("W12", "language")


@pytest.mark.parametrize(
    ("body", "language"),
    [(GERMAN, "de-AT"), (ENGLISH, "en"), ("<p>Der kurze Gruß</p>", "en"), (GERMAN + ENGLISH, "en"), (GERMAN, "ar")],
)
def test_the_right_language_doubt_and_few_words_pass(a_letter, body, language):
    assert not list(check(a_letter(body=body, language=language)))
