from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation

from series.core.shown import ShownPart
from series.part_words import label_words, number_words, promise

BACK = ShownPart(
    uuid="3",
    title="Coming back slowly",
    position=3,
    of=3,
    label="Part 3",
    words="Part 3 of 3",
    short_title="",
    state="announced",
    publishes_at=datetime(2026, 6, 12, 7, 30, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Still to come: Part 3: Coming back slowly, on Friday 12 June."),
        ("de", "Noch folgt am Freitag, 12. Juni: Teil 3: Coming back slowly."),
        ("es", "Aún por llegar, el viernes 12 de junio: Parte 3: Coming back slowly."),
        ("fr", "À venir le vendredi 12 juin : Partie 3 : Coming back slowly."),
    ],
)
def test_a_promise_names_the_part_and_its_day_in_the_readers_language(language, words):
    with translation.override(language):
        assert promise(BACK) == words


def test_what_has_no_day_is_promised_without_one_and_nothing_is_not_promised():
    assert promise(replace(BACK, publishes_at=None)) == "Still to come: Part 3: Coming back slowly."
    assert promise(None) == ""


def test_a_number_is_told_in_the_readers_language_and_an_authors_word_stays():
    with translation.override("de"):
        assert number_words(BACK) == "Teil 3 von 3"
        assert number_words(replace(BACK, words="Part 3")) == "Teil 3"
        assert number_words(replace(BACK, label="Week 3", words="Week 3 of 3")) == "Week 3 von 3"
        assert label_words(replace(BACK, label="Prologue", words="Prologue")) == "Prologue"
