"""A letter speaks one language in its frame: its newsletter's, whoever compiles it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from wagtail.models import Site

from cms.models import SiteIdentity, SupportLine
from newsletter.pipeline.compile import compile_issue
from newsletter.pipeline.compose import compose_issue

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
ENGLISH = (
    "If you need someone",
    "If you are in danger",
    "Continue reading",
    "Still to come",
    "Before this",
    "All of ",
    "This text speaks",
    "Part 2",
    "on the web",
    "Thursday",
    "June",
    "Source",
    "An invented story",
    "IS NOT",
    "signs to notice",
)


def block(slug, **value):
    return {"type": slug, "value": value, "id": f"00000000-0000-4000-8000-00000000000{len(slug)}"}


@pytest.fixture
def hard(world):
    """A part on a hard subject, with what we say around such a text, and the next part promised."""
    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    identity.countries, identity.health_profile = "GB", True
    identity.save()
    SupportLine.objects.create(country="GB", name="Helpline", phone="116 123", text="85258", url="https://example.org/")
    article = world.parts["signs"].article
    article.content_notes = ["suicide", "abuse"]
    article.body = [
        block("list", items=["<p>One</p>"], purpose="signs"),
        block("vignette", body="<p>Ines.</p>", basis="invented"),
        block("is_not", subject="Rest", items=[{"side": "is_not", "statement": "a prize", "explanation": ""}]),
        block("note", kind="support", body="<p>Words.</p>"),
    ]
    article.save()
    back = world.parts["back"].article
    back.go_live_at = NOW + timedelta(days=3)
    back.save_revision(approved_go_live_at=back.go_live_at)
    return world


def letter(world, language, mode="whole"):
    world.newsletter.language = language
    world.newsletter.save()
    issue = world.add_issue(("part", {"part": str(world.parts["signs"].uuid), "mode": mode}))
    return compile_issue(
        compose_issue(issue, now=NOW), newsletter=world.newsletter, base_url="https://site.example.org"
    )


@pytest.mark.parametrize("mode", ["whole", "excerpt"])
@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_no_word_of_the_frame_is_english_in_a_letter_of_another_language(hard, language, mode):
    found = letter(hard, language, mode).letter

    for half in (found.html, found.text.replace("\n", " ")):
        assert [words for words in ENGLISH if words in half] == []


def test_a_german_letter_speaks_german(hard):
    text = " ".join(letter(hard, "de").letter.text.split())

    for words in (
        "In diesem Text geht es um Missbrauch und Suizid.",
        "After the Long Year, Teil 2 von 3",
        "Das sind Anzeichen, auf die man achten kann, keine Diagnose.",
        "Wo Sie Hilfe finden",
        "Noch folgt am Donnerstag, 4. Juni: Teil 3: Coming back slowly.",
        "Davor: „What is burnout?“",
        "Wenn Sie jemanden zum Reden brauchen",
        "Wenn Sie jetzt in Gefahr sind, rufen Sie bitte sofort den Notruf Ihres Landes an.",
        "SMS: 85258",
    ):
        assert words in text


def test_the_language_of_whoever_compiles_is_not_the_letters(hard):
    expected = letter(hard, "en").letter

    with translation.override("de"):
        found = letter(hard, "en").letter
    assert (found.html, found.text) == (expected.html, expected.text)


def test_where_we_do_not_speak_the_language_the_frame_is_english_throughout(hard):
    text = " ".join(letter(hard, "nl").letter.text.split())

    assert "Still to come: Part 3: Coming back slowly, on Thursday 4 June." in text


def test_an_author_says_the_hard_subject_in_own_words(hard):
    article = hard.parts["signs"].article
    article.content_note_text = "A parent leaves."
    article.save()

    assert "A parent leaves." in letter(hard, "de").letter.text
