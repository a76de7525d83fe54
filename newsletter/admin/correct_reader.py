"""A reader's name, language or time zone, put right by staff with a reason. The address is the reader's to change."""

from django import forms
from django.shortcuts import redirect
from wagtail.admin import messages

from cms.languages import LanguageField
from cms.zones import ZoneField
from newsletter.admin.reader import ReaderPage
from newsletter.admin.readers_page import TAG
from newsletter.core.first_names import LONGEST, NameRefused, first_name
from newsletter.corrections import correct_reader
from newsletter.models import Subscriber

BOTH = "Give the new name or take it away, not both."


class CorrectForm(forms.Form):
    """What it should say. The name on record is not shown: seeing it is asked for, as the address is."""

    first_name = forms.CharField(
        label="First name",
        max_length=LONGEST,
        required=False,
        help_text="The name on record is not shown here. Leave this empty to keep it as it is.",
    )
    no_name = forms.BooleanField(label="Take the first name away", required=False)
    zone = ZoneField(label="Time zone")
    why = forms.CharField(
        label="Why? Kept on record", max_length=400, help_text="How we know: they wrote, called, or a letter came back."
    )
    field_order = ("first_name", "no_name", "language", "zone", "why")

    def __init__(self, *args, reader: Subscriber, **kwargs) -> None:
        super().__init__(*args, initial={"language": reader.language, "zone": reader.zone}, **kwargs)
        self.fields["language"] = LanguageField(label="Language", stored=reader.language)
        self.order_fields(self.field_order)

    def clean_first_name(self) -> str:
        try:
            return first_name(self.cleaned_data["first_name"])
        except NameRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict:
        given = super().clean()
        if given.get("first_name") and given.get("no_name"):
            self.add_error("no_name", BOTH)
        return given

    @property
    def facts(self) -> dict[str, str]:
        """What the reader is to be known by; without the name where it stays."""
        given = self.cleaned_data
        names = {"first_name": given["first_name"]} if given["first_name"] or given["no_name"] else {}
        return {**names, "language": given["language"], "zone": given["zone"]}


class CorrectView(ReaderPage):
    """GET asks, POST puts it right; who did it, when and why stands in the reader's story."""

    permission_required = TAG
    template_name = "newsletter/admin/correct_reader.html"

    def get(self, _request, **_kwargs):
        return self._form_page(CorrectForm(reader=self.reader))

    def post(self, request, **_kwargs):
        form = CorrectForm(request.POST, reader=self.reader)
        if not form.is_valid():
            return self._form_page(form)
        if changed := correct_reader(self.reader, by=request.user, why=form.cleaned_data["why"], **form.facts):
            messages.success(request, f"Corrected: {', '.join(changed)}.")
        else:
            messages.info(request, "It stood so already, so nothing was changed.")
        return redirect("newsletter_readers:reader", self.reader.public_id)

    def _form_page(self, form: CorrectForm):
        self.page_title = f"Correct {self.reader}"
        return self.render_to_response(self.get_context_data(form=form, media=form.media, reader=self.reader))
