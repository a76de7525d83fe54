"""Readers are spoken to in their language: every word that is marked has its German, Spanish and French."""

import os
import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings

from newsletter.conf import token_keys
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.tokens import unsubscribe_token
from newsletter.mailed_links import mail_link
from newsletter.models import MailedLink, Subscriber

pytestmark = pytest.mark.one_database_is_enough

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(code for code, _ in settings.LANGUAGES if code != "en")
ENTRY = re.compile(r'^(?:msgctxt "(.+)"\n)?msgid "(.+)"\nmsgstr "(.*)"$', re.MULTILINE)
FIELD = re.compile(r"%\(\w+\)s|\[\[\w+\]\]|<[^>]+>")


def written(language):
    text = (ROOT / f"templates/locale/{language}/LC_MESSAGES/django.po").read_text()
    return entries(text)


def entries(text):
    """(context, words to translate) -> the translation."""
    return {(context, plain(source)): plain(words) for context, source, words in ENTRY.findall(text)}


def plain(text):
    return text.replace('\\"', '"').replace("\\\\", "\\")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_its_words_with_the_same_fields_and_they_are_compiled(language):
    catalog = written(language)
    with (ROOT / f"templates/locale/{language}/LC_MESSAGES/django.mo").open("rb") as file:
        compiled = GNUTranslations(file)

    assert len(catalog) > 100
    for (context, source), words in catalog.items():
        assert words, source
        assert sorted(FIELD.findall(source)) == sorted(FIELD.findall(words))
        assert (compiled.pgettext(context, source) if context else compiled.gettext(source)) == words


def test_all_languages_translate_the_same():
    first, *others = (set(written(language)) for language in LANGUAGES)

    assert all(other == first for other in others)


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext, of GNU gettext, is not installed")
def test_no_marked_word_is_without_translation(tmp_path):
    for folder in ("templates", "newsletter", "series", "cms"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "locale").mkdir()
    options = ["-l", "de", "-e", "html,txt,mjml,py", "--no-location", "--no-wrap"]
    alone = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", *options]
    subprocess.run(command, cwd=tmp_path, env=alone, check=True, capture_output=True)

    found = entries((tmp_path / "locale/de/LC_MESSAGES/django.po").read_text())
    assert set(found) - set(written("de")) == set()


@pytest.mark.parametrize(
    ("language", "words", "direction"),
    [("de", "Ihre Briefe", "ltr"), ("es", "Tus cartas", "ltr"), ("fr", "Vos lettres", "ltr"), ("ar", "", "rtl")],
)
def test_a_readers_page_speaks_their_language_in_its_direction(cast, client, language, words, direction):
    ada = cast.readers["ada"].subscriber
    Subscriber.objects.filter(pk=ada.pk).update(language=language)
    mail_link(Subscriber.objects.get(pk=ada.pk), purpose=LinkPurpose.MANAGE, newsletter=cast.newsletter)
    page = client.get(f"/m/{MailedLink.objects.get().url.rpartition('/')[2]}").content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in page
    assert words in page


@pytest.mark.parametrize(("language", "words"), [("de", "Abmelden"), ("es", "Darse de baja"), ("fr", "Se désabonner")])
def test_the_page_behind_a_letter_speaks_it_too(cast, client, language, words):
    ada = cast.readers["ada"]
    Subscriber.objects.filter(pk=ada.subscriber_id).update(language=language)
    token = unsubscribe_token(token_keys(), subscription=ada.public_id.bytes)

    page = client.get(f"/u/{token}").content.decode()
    assert f'<html lang="{language}"' in page
    assert words in page
