"""Where a form refuses something, it speaks as the house does, in every language."""

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.utils import translation

from cms.stock_words import COUNTED, STOCK

LANGUAGES = [code for code, _ in settings.LANGUAGES]


class OddForm(forms.Form):
    name = forms.CharField(max_length=3)
    number = forms.IntegerField(max_value=365)
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "A")])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_one_of_them_has_house_words(language):
    with translation.override("en"):
        ours = [translation.gettext(words) for words in STOCK]
    with translation.override(language):
        for words in STOCK:
            assert translation.gettext(words) != words
        for words in COUNTED:
            assert "Ensure" not in words % {"limit_value": 3, "show_value": 4, "max": 3, "length": 4}
    assert not [words for words in ours if words.startswith(("Ensure", "Enter a valid", "Select a valid"))]


def test_a_form_says_what_would_do():
    form = OddForm({"name": "four", "number": "366", "day": "2026-02-31", "kind": "b"})

    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "name": "Make this shorter: 3 characters fit here, and it has 4.",
        "number": "Give 365 at most.",
        "day": "Choose a day that exists, like 2026-06-03.",
        "kind": "“b” is not offered here. Choose from the list.",
    }


def test_validators_of_models_say_the_same():
    with pytest.raises(ValidationError, match=r"Give 9 at most\."):
        MaxValueValidator(9)(10)
    with translation.override("fr"), pytest.raises(ValidationError, match="Veuillez raccourcir"):
        MaxLengthValidator(1)("ab")


def test_what_django_says_today_is_what_we_take_the_place_of():
    said = {
        str(words)
        for field in (forms.CharField, forms.IntegerField, forms.DateField, forms.TimeField)
        for words in field.default_error_messages.values()
    }

    with translation.override("en"):
        ours = {translation.gettext(words) for words in STOCK}
        assert said <= ours
