"""The form at which a reader comes in, and what tells a person from a program that fills in forms."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _

from cms.zones import ZoneField
from newsletter.core.addresses import AddressRefused, normal_form
from newsletter.core.first_names import NameRefused, first_name
from newsletter.core.sign_up import LEAST_S, LONGEST_S
from newsletter.models import Course, Newsletter
from newsletter.views.course_words import promise_words

SALT = "newsletter sign-up form"
WORDING = _("Send me %(choices)s by email. I can stop at any time, with one click.")
TICK = "\N{BALLOT BOX WITH CHECK} %s"
CHOOSE = _("Please choose at least one.")
NOT_HERE = _("What the form asked for is not here, or takes no new readers now. Here is what you can get.")

Target = Newsletter | Course


@dataclass(frozen=True)
class Offered:
    """What a stranger may ask for today."""

    newsletters: Sequence[Newsletter]
    courses: Sequence[Course]

    @classmethod
    def today(cls) -> "Offered":
        return cls(list(Newsletter.objects.filter(takes_readers=True)), list(Course.objects.offered()))

    @property
    def everything(self) -> list[Target]:
        return [*self.newsletters, *self.courses]

    @property
    def is_one(self) -> bool:
        """Then there is no box to tick."""
        return len(self.everything) == 1


def consent_words(offered: Offered, *, ticked: Sequence[Target] = ()) -> str:
    """The sentence beside the button, behind the names of the boxes that were `ticked` where there are boxes.

    What is kept as proof is made here too, so that it is what the reader saw, word for word.
    """
    if offered.is_one:
        return str(WORDING) % {"choices": offered.everything[0].name}
    return "\n".join([*(TICK % row.name for row in ticked), str(WORDING) % {"choices": gettext("what is ticked here")}])


class JoinForm(forms.Form):
    """`trap` is filled in by programs alone; `started` says when the form was made. `ticket`, `work`: in a crowd."""

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
        required=False,
        error_messages={"invalid_choice": NOT_HERE},
    )
    courses = forms.TypedMultipleChoiceField(
        label=_("A series, part by part"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": NOT_HERE},
    )
    language = forms.ChoiceField(
        label=_("Language of our messages"), choices=lambda: settings.LANGUAGES, required=False
    )
    zone = ZoneField(label=_("Time zone"), required=False)
    trap = forms.CharField(required=False)
    started = forms.CharField(required=False, widget=forms.HiddenInput)
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    work = forms.CharField(required=False, widget=forms.HiddenInput)
    via = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, offered: Offered, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["newsletters"].choices = [(row.pk, row.name) for row in offered.newsletters]
        self.fields["courses"].choices = [(row.pk, row.name) for row in offered.courses]
        for name, field in self.fields.items():
            notes = [f"{name}-help"] * bool(field.help_text) + [f"{name}-error"] * bool(self.errors.get(name))
            if notes:
                field.widget.attrs["aria-describedby"] = " ".join(notes)

    def clean_email(self) -> str:
        given = self.cleaned_data["email"]
        try:
            normal_form(given)
        except AddressRefused as refused:
            raise forms.ValidationError(_(str(refused))) from refused
        return given

    def clean(self) -> dict:
        """Something has to be chosen, of either kind."""
        given = super().clean()
        if not (given.get("newsletters") or given.get("courses") or {"newsletters", "courses"} & self.errors.keys()):
            self.add_error("newsletters", CHOOSE)
        return given

    @property
    def wanted(self) -> list[Target]:
        """What was ticked: newsletters, then courses."""
        ticked = self.cleaned_data
        newsletters = [row for row in self.offered.newsletters if row.pk in ticked["newsletters"]]
        return [*newsletters, *(row for row in self.offered.courses if row.pk in ticked["courses"])]

    @property
    def series(self) -> list[tuple[forms.BoundField, str]]:
        """The boxes of the courses, each with what it promises."""
        return list(zip(self["courses"], map(promise_words, self.offered.courses), strict=True))

    @property
    def comes_one_by_one(self) -> bool:
        """Whether of several series that are offered here one waits for the other."""
        return sum(not course.concurrent for course in self.offered.courses) > 1

    def clean_first_name(self) -> str:
        try:
            return first_name(self.cleaned_data["first_name"])
        except NameRefused as refused:
            raise forms.ValidationError(_(str(refused))) from refused


def meant(given: QueryDict, chosen: Target | None) -> QueryDict:
    """What was posted; a form of another site that forgot the number means what its address names."""
    if chosen is None or {"started", "newsletters", "courses"} & given.keys():
        return given
    whole = given.copy()
    whole["newsletters" if isinstance(chosen, Newsletter) else "courses"] = str(chosen.pk)
    return whole


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
