"""Addresses that must not be mailed, as a list: one a line, or as a provider writes its own; with a report of each row.

A provider's list is shown as it would be taken first: how many for which reason, and a few of them, masked.
"""

import io
from contextlib import nullcontext

from django import forms
from django.urls import reverse

from newsletter.admin.suppressions import ADD, SuppressionsPage
from newsletter.core.subscriber_files.limits import FileRefused
from newsletter.core.subscriber_files.list_rows import LIMITS, ReadList, read_list
from newsletter.core.subscriber_files.suppression_lists import UNSUBSCRIBED
from newsletter.core.subscriber_files.tables import EMPTY
from newsletter.models import AccessRecord, Newsletter, PassingFile, Suppression
from newsletter.provider_lists import Taken, take_list
from newsletter.suppressions import suppress_many

LONGEST_BYTES = 2_000_000
MOST_ROWS = 20_000
SHOWN = 200  # refused rows; the others are counted
KEPT_AS = "suppressions: "  # before the name of a file that waits for its press

TOO_LONG = f"A list has at most {MOST_ROWS:,} lines and {LONGEST_BYTES // 1_000_000} MB. Give it in several pieces."
NOT_TEXT = "This file is not plain text in UTF-8. Save it as text or CSV with one address a line."
BOTH = "Paste the addresses or choose a file, one of the two: then the line numbers of the report are clear."
NOTHING = "Paste the addresses, or choose a file with one address a line."
EVERY = "every letter"
WORDS = {UNSUBSCRIBED: "The reader left there"}
GONE = "The file was deleted, as all files of readers are after a day. Please give it again."


class WhyForm(forms.Form):
    """From what the addresses are kept, and how we know; `kept` names a provider's list that was looked at."""

    newsletter = forms.ModelChoiceField(
        Newsletter.objects.order_by("name"), label="From what", required=False, empty_label="From every letter"
    )
    why = forms.CharField(
        label="How we know", max_length=400, help_text="A letter, a call, the other provider's list: where it is."
    )
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)


class SuppressListForm(WhyForm):
    """The lines, and what is asked later: from what they are kept, and how we know."""

    addresses = forms.CharField(
        label="Addresses, one a line", widget=forms.Textarea(attrs={"rows": 6}), required=False, strip=False
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="One address a line, or the list as Amazon SES, Brevo, Mailchimp, Mailgun, Postmark or SendGrid "
        "write it: you see what would become of it first.",
    )
    field_order = ("addresses", "file", "newsletter", "why")

    def clean(self):
        cleaned = super().clean()
        pasted, file = cleaned.get("addresses", ""), cleaned.get("file")
        if file and pasted.strip():
            raise forms.ValidationError(BOTH)
        cleaned["list"], cleaned["rows"] = self._list(file) if file else None, {}
        if cleaned["list"]:
            return cleaned
        text = self._file_text(file) if file else pasted
        rows = {number: line.strip(' \t\r",;') for number, line in enumerate(text.split("\n"), start=1)}
        cleaned["rows"] = {number: line for number, line in rows.items() if line}
        if not cleaned["rows"]:
            raise forms.ValidationError(NOTHING)
        if len(text) > LONGEST_BYTES or len(cleaned["rows"]) > MOST_ROWS:
            raise forms.ValidationError(TOO_LONG)
        return cleaned

    def _list(self, file) -> ReadList | None:
        if file.size > LIMITS.upload:
            raise forms.ValidationError(TOO_LONG)
        try:
            return _read(file.read(), file.name)
        except FileRefused as refused:
            if str(refused) == EMPTY:
                return None
            raise forms.ValidationError(str(refused)) from refused

    def _file_text(self, file) -> str:
        if file.size > LONGEST_BYTES:
            raise forms.ValidationError(TOO_LONG)
        file.seek(0)
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(NOT_TEXT) from error


class SuppressListView(SuppressionsPage):
    """GET asks, POST suppresses and reports line by line. Nothing is mailed, and no address is kept.

    A provider's list needs a second POST, which names the file that was looked at.
    """

    permission_required = ADD
    page_title = "Suppress addresses"
    template_name = "newsletter/admin/suppress_list.html"

    def get(self, _request):
        return self._page(SuppressListForm())

    def post(self, request):
        if request.POST.get("kept"):
            return self._take(WhyForm(request.POST))
        form = SuppressListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        given = form.cleaned_data
        if given["list"]:
            return self._look(given)
        done = suppress_many(
            given["rows"],
            reason=Suppression.Reason.STAFF,
            newsletter_id=_scope(given),
            evidence=given["why"],
            by=request.user,
        )
        self._note(done.new, given["why"])
        refused = list(done.refused.items())
        return self._page(SuppressListForm(), done=done, refused=refused[:SHOWN], more=max(0, len(refused) - SHOWN))

    def _look(self, given):
        """What would become of a provider's list; the file waits for the press, for a day at most."""
        file = PassingFile.objects.begin(name=f"{KEPT_AS}{given['file'].name}")
        given["file"].seek(0)
        file.write(given["file"].chunks())
        taken = take_list(given["list"], newsletter_id=_scope(given), dry=True)
        again = WhyForm(initial={"newsletter": given["newsletter"], "why": given["why"], "kept": file.public_id})
        return self._page(again, taken=taken, is_promise=True, **_told(taken))

    def _take(self, form: WhyForm):
        kept = form.cleaned_data["kept"] if form.is_valid() else None
        file = PassingFile.objects.filter(public_id=kept, name__startswith=KEPT_AS).first() if kept else None
        found = _read(b"".join(file.read()), file.name) if file else None
        if found is None:
            again = SuppressListForm(form.data)
            again.is_valid()
            again.add_error(None, GONE)
            return self._page(again)
        given = form.cleaned_data
        taken = take_list(found, newsletter_id=_scope(given), why=given["why"], by=self.request.user)
        PassingFile.objects.filter(pk=file.pk).forget()
        self._note(taken.new, f"{taken.label}: {given['why']}")
        return self._page(SuppressListForm(), taken=taken, is_promise=False, **_told(taken))

    def _note(self, new: int, why: str) -> None:
        count = f"{new} address{'' if new == 1 else 'es'}"
        AccessRecord.objects.create(action="suppressed", staff=self.request.user, fields=count, why=why[:400])

    def _page(self, form: forms.Form, **kwargs):
        back = reverse("newsletter_suppressions:list")
        return self.render_to_response(self.get_context_data(form=form, back=back, **kwargs))


def _read(data: bytes, name: str) -> ReadList | None:
    return read_list(lambda: nullcontext(io.BytesIO(data)), name=name)


def _scope(given) -> int | None:
    return given["newsletter"].pk if given["newsletter"] else None


def _told(taken: Taken) -> dict:
    """The groups and the rows that were left out, in words."""
    names = dict(Newsletter.objects.values_list("pk", "name"))
    groups = [
        (WORDS.get(group.reason, Suppression.Reason(group.reason).label), names.get(group.newsletter_id, EVERY), group)
        for group in taken.groups
    ]
    out = list(taken.left_out.items())
    return {"groups": groups, "refused": out[:SHOWN], "more": max(0, len(out) - SHOWN)}
