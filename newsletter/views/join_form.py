"""The form at which a reader comes in, and what tells a person from a program that fills in forms."""

import time
from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from cms.zones import ZONES
from newsletter.core.addresses import AddressRefused, normal_form
from newsletter.core.sign_up import LEAST_S, LONGEST_S
from newsletter.models import Newsletter

SALT = "newsletter sign-up form"
WORDING = _("Send me %(choices)s by email. I can stop at any time, with one click.")
CHOOSE = _("Please choose at least one.")


class JoinForm(forms.Form):
    """`trap` is filled in by programs alone; `started` says when the form was made."""

    email = forms.CharField(
        label=_("Your email address"),
        max_length=320,
        error_messages={"required": _("Please type your email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    first_name = forms.CharField(
        label=_("First name"),
        help_text=_("If you like. Letters greet you with it."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    newsletters = forms.TypedMultipleChoiceField(
        label=_("What would you like to get?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    language = forms.ChoiceField(
        label=_("Language of our messages"), choices=lambda: settings.LANGUAGES, required=False
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, required=False)
    trap = forms.CharField(required=False)
    started = forms.CharField(required=False, widget=forms.HiddenInput)
    via = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, offered: Sequence[Newsletter], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["newsletters"].choices = [(row.pk, row.name) for row in offered]
        for name, field in self.fields.items():
            notes = [f"{name}-help"] * bool(field.help_text) + [f"{name}-error"] * bool(self.errors.get(name))
            if notes:
                field.widget.attrs["aria-describedby"] = " ".join(notes)

    def clean_email(self) -> str:
        given = self.cleaned_data["email"]
        try:
            normal_form(given)
        except AddressRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return given

    def clean_first_name(self) -> str:
        name = " ".join(self.cleaned_data["first_name"].split())
        if any(not character.isprintable() for character in name) or "://" in name or "www." in name.lower():
            raise forms.ValidationError(_("Please give just a name here, or leave it empty."))
        return name


def now_started() -> str:
    """The signed moment at which a form is shown."""
    return signing.dumps(int(time.time()), salt=SALT)


def once_more() -> str:
    """The same for the page with one button: whoever reads it may press at once."""
    return signing.dumps(int(time.time()) - LEAST_S, salt=SALT)


def took_its_time(started: str) -> bool:
    """Whether a person may have filled this in: neither in less than two seconds nor on a form of yesterday."""
    try:
        moment = signing.loads(started, salt=SALT, max_age=LONGEST_S)
    except signing.BadSignature:
        return False
    return time.time() - moment >= LEAST_S
