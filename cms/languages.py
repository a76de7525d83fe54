"""The languages that letters can be written in: those that our own words are translated into, and some more."""

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info

MORE = [
    "ar",
    "cs",
    "da",
    "el",
    "fa",
    "fi",
    "he",
    "hi",
    "hu",
    "id",
    "it",
    "ja",
    "ko",
    "nb",
    "nl",
    "pl",
    "pt",
    "pt-br",
    "ro",
    "ru",
    "sv",
    "th",
    "tr",
    "uk",
    "ur",
    "vi",
    "zh-hans",
    "zh-hant",
]


def language_name(code: str) -> str:
    """Its own name, and the English one beside it: Deutsch (German). A code that nobody knows stays as it is."""
    try:
        found = get_language_info(code)
    except KeyError:
        return code
    own, english = found["name_local"][:1].upper() + found["name_local"][1:], found["name"]
    return own if own == english else f"{own} ({english})"


def speaking(code: str) -> translation.override:
    """A `with` in which our own words come in that language; where we do not speak it, in English."""
    try:
        return translation.override(translation.get_supported_language_variant(code))
    except LookupError:
        return translation.override("en")


def language_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The translated ones first."""
    spoken = [code for code, _ in settings.LANGUAGES]
    return [
        ("Our own pages and messages speak it", [(code, language_name(code)) for code in spoken]),
        (
            "Letters alone",
            sorted(((code, language_name(code)) for code in MORE if code not in spoken), key=lambda row: row[1]),
        ),
    ]


class LanguageField(forms.ChoiceField):
    """A language by its code; what is stored stays choosable, whatever it is."""

    def __init__(self, *, stored: str = "", **kwargs) -> None:
        choices = language_choices()
        known = {code for _, codes in choices for code, _ in codes}
        kept = [("As it is now", [(stored, stored)])] if stored and stored not in known else []
        super().__init__(choices=[*kept, *choices], **kwargs)
