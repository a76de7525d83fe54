"""A page speaks one language from its first line to its last, whatever the browser would like best."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from newsletter.courses.deeds import open_course
from newsletter.models import Course, Newsletter

BROWSERS = ["en", "de", "es", "fr"]


def seen(client, path, browser):
    response = client.get(path, headers={"accept-language": browser})
    assert response.status_code == 200
    return response["Content-Language"], re.sub(r'value="[^"]*"', "", response.content.decode())


@pytest.fixture
def busy(world):
    """A site with a day to come, a published text and a series that comes part by part."""
    course = Course.objects.create(series=world.sequence, newsletter=world.newsletter)
    open_course(course)
    back = world.parts["back"].article
    back.go_live_at = timezone.now() + timedelta(days=4)
    back.save_revision().publish()
    return world


@pytest.mark.parametrize("browser", BROWSERS)
def test_content_and_forms_stay_in_their_own_language(busy, client, browser):
    for path in (
        "/",
        busy.sequence.url,
        busy.parts["signs"].article.url,
        "/newsletters/",
        "/newsletters/slow-letters/",
    ):
        assert seen(client, path, browser) == seen(client, path, "en")
        assert seen(client, path, browser)[0] == "en"
    assert "Comes on" in seen(client, busy.sequence.url, browser)[1]
    spoken, form = seen(client, "/join/", browser)
    assert spoken == "en"
    assert '<html lang="en"' in form
    assert "Send me" in form


def test_a_german_page_is_german_also_for_an_english_browser(busy, client):
    german = Locale.objects.create(language_code="de")
    type(busy.sequence).objects.filter(pk=busy.sequence.pk).update(locale=german)

    spoken, words = seen(client, busy.sequence.url, "en")

    assert spoken == "de"
    assert "Diese Reihe Teil für Teil bekommen" in words


def test_the_form_for_everything_says_which_language_it_speaks(busy, client):
    Newsletter.objects.update(language="de")

    spoken, form = seen(client, "/join/", "en")

    assert (spoken, '<html lang="de"' in form) == ("de", True)
    assert "Ihre E-Mail-Adresse" in form
