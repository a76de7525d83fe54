"""A list of addresses that must not be mailed: pasted or uploaded, one a line, with a report of every line refused."""

from django import forms
from django.urls import reverse

from newsletter.admin.suppressions import ADD, SuppressionsPage
from newsletter.models import AccessRecord, Newsletter, Suppression
from newsletter.suppressions import suppress_many

LONGEST_BYTES = 2_000_000
MOST_ROWS = 20_000
SHOWN = 200  # refused rows; the others are counted

TOO_LONG = f"A list has at most {MOST_ROWS:,} lines and {LONGEST_BYTES // 1_000_000} MB. Give it in several pieces."
NOT_TEXT = "This file is not plain text in UTF-8. Save it as text or CSV with one address a line."
BOTH = "Paste the addresses or choose a file, one of the two: then the line numbers of the report are clear."
NOTHING = "Paste the addresses, or choose a file with one address a line."


class SuppressListForm(forms.Form):
    """The lines, and what is asked later: from what they are kept, and how we know."""

    addresses = forms.CharField(
        label="Addresses, one a line", widget=forms.Textarea(attrs={"rows": 6}), required=False, strip=False
    )
    file = forms.FileField(label="Or a file with one address a line", required=False)
    newsletter = forms.ModelChoiceField(
        Newsletter.objects.order_by("name"), label="From what", required=False, empty_label="From every letter"
    )
    why = forms.CharField(
        label="How we know", max_length=400, help_text="A letter, a call, the other provider's list: where it is."
    )

    def clean(self):
        cleaned = super().clean()
        pasted, file = cleaned.get("addresses", ""), cleaned.get("file")
        if file and pasted.strip():
            raise forms.ValidationError(BOTH)
        text = self._file_text(file) if file else pasted
        rows = {number: line.strip(' \t\r",;') for number, line in enumerate(text.split("\n"), start=1)}
        cleaned["rows"] = {number: line for number, line in rows.items() if line}
        if not cleaned["rows"]:
            raise forms.ValidationError(NOTHING)
        if len(text) > LONGEST_BYTES or len(cleaned["rows"]) > MOST_ROWS:
            raise forms.ValidationError(TOO_LONG)
        return cleaned

    def _file_text(self, file) -> str:
        if file.size > LONGEST_BYTES:
            raise forms.ValidationError(TOO_LONG)
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(NOT_TEXT) from error


class SuppressListView(SuppressionsPage):
    """GET asks, POST suppresses and reports line by line. Nothing is mailed, and no address is kept."""

    permission_required = ADD
    page_title = "Suppress addresses"
    template_name = "newsletter/admin/suppress_list.html"

    def get(self, _request):
        return self._page(SuppressListForm())

    def post(self, request):
        form = SuppressListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        given = form.cleaned_data
        done = suppress_many(
            given["rows"],
            reason=Suppression.Reason.STAFF,
            newsletter_id=given["newsletter"].pk if given["newsletter"] else None,
            evidence=given["why"],
            by=request.user,
        )
        count = f"{done.new} address{'' if done.new == 1 else 'es'}"
        AccessRecord.objects.create(action="suppressed", staff=request.user, fields=count, why=given["why"])
        refused = list(done.refused.items())
        return self._page(SuppressListForm(), done=done, refused=refused[:SHOWN], more=max(0, len(refused) - SHOWN))

    def _page(self, form: SuppressListForm, **kwargs):
        back = reverse("newsletter_suppressions:list")
        return self.render_to_response(self.get_context_data(form=form, back=back, **kwargs))
