"""A reader who said yes on paper or in a letter: added with the words they agreed to, the day, and how we know."""

from django import forms
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from cms.zones import ZoneField
from newsletter.admin.readers_page import ReadersPage
from newsletter.core.addresses import AddressRefused, normal_form
from newsletter.core.first_names import LONGEST, NameRefused, first_name
from newsletter.core.subscriber_files.dates import EARLIEST
from newsletter.models import ConsentEvent, Newsletter
from newsletter.subscriptions import Consent, ReaderRefused, enroll

ADD = "newsletter.add_subscriber"


class AddReaderForm(forms.Form):
    """Everything that is asked later when somebody doubts the consent."""

    newsletter = forms.ModelChoiceField(queryset=Newsletter.objects.all())
    email = forms.CharField(label="Address", max_length=254)
    first_name = forms.CharField(label="First name", max_length=LONGEST, required=False)
    zone = ZoneField(label="Time zone", initial="UTC")
    wording = forms.CharField(
        label="The words they agreed to",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As they stood on the form.",
    )
    given_on = forms.DateTimeField(label="When they said so", widget=AdminDateTimeInput)
    evidence = forms.CharField(
        label="How we know",
        max_length=400,
        help_text="A form in a folder, a letter, a list at an evening: where it is.",
    )

    def clean_email(self) -> str:
        try:
            return normal_form(self.cleaned_data["email"]).mailbox
        except AddressRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_first_name(self) -> str:
        try:
            return first_name(self.cleaned_data["first_name"])
        except NameRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_given_on(self):
        given_on = self.cleaned_data["given_on"]
        if given_on > timezone.now():
            raise forms.ValidationError("Nobody has agreed in the future. Give the day on which they said so.")
        if given_on < EARLIEST:
            raise forms.ValidationError(
                f"Give the day on which they said so, in {EARLIEST.year} or later. Look at the year."
            )
        return given_on


class AddReaderView(ReadersPage):
    """Writes the consent first; without its words there is no reader."""

    permission_required = ADD
    page_title = "Add a reader with recorded consent"
    template_name = "newsletter/admin/add_reader.html"

    def get(self, _request):
        return self._page(AddReaderForm())

    def post(self, request):
        form = AddReaderForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        given = form.cleaned_data
        facts = {"first_name": given["first_name"], "zone": given["zone"], "source": "staff"}
        try:
            subscription = enroll(given["newsletter"], email=given["email"], consent=self._consent(given), **facts)
        except (AddressRefused, ReaderRefused) as refused:
            form.add_error(None, str(refused))
            return self._page(form)
        messages.success(request, "The reader and their consent are on record.")
        return redirect("newsletter_readers:reader", subscription.subscriber.public_id)

    def _consent(self, given) -> Consent:
        return Consent(
            action=ConsentEvent.Action.IMPORTED,
            method=ConsentEvent.Method.STAFF,
            wording=given["wording"],
            given_on=given["given_on"],
            evidence=given["evidence"],
            actor=self.request.user,
        )

    def _page(self, form: AddReaderForm):
        return self.render_to_response(self.get_context_data(form=form, media=form.media))
