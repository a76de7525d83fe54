"""The privacy page says what the settings say, in the reader's language, and is a step away from every page."""

from html import unescape

import pytest
from django.conf import settings as django_settings
from django.utils.translation import gettext, override

from cms.models import SiteIdentity
from newsletter.core.providers import PROVIDERS
from newsletter.core.retention import RETENTION, Kept, Period, Retention, Unit
from newsletter.models import AttributeField, Newsletter
from newsletter.views import privacy

LANGUAGES = [code for code, _ in django_settings.LANGUAGES]


def page_of(client, **query):
    answer = client.get("/privacy/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def set_transport(settings, **own):
    changed = {**settings.PARTWISE["newsletter"], **own}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": changed}


def esp(slug):
    return {"transport": "esp", "esp": {"slug": slug, "key": "k", "secret": "", "options": ""}}


def test_every_row_of_the_table_is_told_with_its_time(world, client):
    page = page_of(client)

    for row in RETENTION.values():
        assert row.what in page
        assert row.why in page
    for words in ("<strong>24 hours.</strong>", "<strong>13 months.</strong>", "<strong>For good.</strong>"):
        assert words in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_clicks_is_what_is_so(world, client, language):
    with override(language):
        none_counted = gettext(
            "No letter holds a picture that counts whether you open it, and no link in it counts your click."
        )
    silent = unescape(page_of(client, language=language))
    Newsletter.objects.update(counts_clicks=True, neutral_name="M. E.")
    counting = unescape(page_of(client, language=language))

    assert none_counted in silent
    assert "M. E." not in silent
    assert none_counted not in counting
    assert "M. E." in counting


def test_another_period_in_the_table_is_another_on_the_page(world, client, monkeypatch):
    longer = Retention(what="A sign-up", why="Because.", period=Period(5, Unit.YEAR))
    monkeypatch.setattr(privacy, "RETENTION", {Kept.SIGN_UP_REQUEST: longer})

    assert "<strong>5 years.</strong> Because." in page_of(client)


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"transport": "smtp", "smtp_url": "smtp://127.0.0.1:25"}, "Our own mail server."),
        (
            {"transport": "smtp", "smtp_url": "smtp://relay.example.net:587"},
            "The mail server relay.example.net carries",
        ),
        (esp("postmark"), "Postmark carries them for us."),
        (esp("postmark"), "With every letter we tell Postmark not to measure"),
        (esp("amazon_ses"), "Amazon SES cannot be told with each letter"),
        ({"transport": "outbox"}, "letters stay on the machine"),
    ],
)
def test_whoever_hands_the_letters_over_is_named(world, client, settings, own, words):
    set_transport(settings, **own)

    assert words in page_of(client)


@pytest.mark.parametrize("slug", sorted(PROVIDERS))
def test_every_provider_has_its_name_there(world, client, settings, slug):
    set_transport(settings, **esp(slug))

    assert f"{PROVIDERS[slug].name} carries them for us." in page_of(client)


def test_what_staff_may_note_is_named(world, client):
    AttributeField.objects.create(slug="city", label="City <b>", kind="text")

    assert "Our staff may add: City &lt;b&gt;." in page_of(client)


def test_a_site_near_health_says_so(world, client):
    assert "GDPR, article 6" in page_of(client)
    SiteIdentity.for_site(world.articles.get_site())
    SiteIdentity.objects.update(health_profile=True)

    assert "GDPR, articles 6 and 9" in page_of(client)


def test_whoever_is_responsible_stands_there(world, client):
    assert "1 Quiet Lane" in page_of(client)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "For good"), ("de", "Für immer"), ("es", "Para siempre"), ("fr", "Pour toujours")],
)
def test_it_speaks_the_language_that_is_asked_for(world, client, language, words):
    for page in (
        page_of(client, language=language),
        client.get("/privacy/", headers={"accept-language": language}).content.decode(),
    ):
        assert f'<html lang="{language}"' in page
        assert words in page


def test_no_word_of_it_is_left_in_english(world, client):
    """A table row that nobody translated would be told in English."""
    for language in set(LANGUAGES) - {"en"}:
        page = page_of(client, language=language)
        assert [row.what for row in RETENTION.values() if row.what in page] == []


def test_a_language_that_is_not_offered_changes_nothing(world, client):
    assert '<html lang="en"' in page_of(client, language="<script>")


def test_it_names_no_reader_and_sets_no_cookie(world, client):
    answer = client.get("/privacy/")

    assert not answer.cookies
    assert "example.org" not in answer.content.decode()


def test_the_site_and_readers_pages_lead_there(world, client):
    assert 'href="/privacy/"' in client.get("/articles/").content.decode()
    assert 'href="/privacy/?language=en"' in client.get("/m/").content.decode()
