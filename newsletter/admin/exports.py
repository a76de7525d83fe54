"""All readers as a file: asked for with a reason and one's password, and taken once by whoever asked."""

from django import forms
from django.contrib.auth import logout
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from cms.admin.guarded import SecondFactorMixin
from newsletter.admin.imports import EXPORT, ImportsPage
from newsletter.exporting.deeds import ExportRefused, ask, take
from newsletter.models import ReaderExport
from newsletter.tasks import call_importer

WRONG = "This is not your password."
MOST_WRONG = 5  # then whoever it is has to log in anew


class ExportForm(forms.Form):
    """Why, as what, and that it is really you."""

    why = forms.CharField(label="Why?", max_length=400, help_text="It stays on record, and administrators see it.")
    form = forms.ChoiceField(label="As", choices=ReaderExport.Format.choices)
    has_mark = forms.BooleanField(
        label="For Excel", required=False, help_text="Begins the tables with a mark by which Excel knows their letters."
    )
    password = forms.CharField(
        label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        if not self._user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(WRONG)
        return ""


class GuardedExportPage(SecondFactorMixin, ImportsPage):
    """All readers at once: it takes the second factor."""

    def way_back(self) -> str:
        return self.request.path if self.request.method == "GET" else reverse("newsletter_imports:list")


class AskExportView(GuardedExportPage):
    """GET asks, POST has it made."""

    permission_required = EXPORT
    header_icon = "download"
    page_title = "Take readers along"
    template_name = "newsletter/admin/export_ask.html"

    def get(self, request):
        return self._page(ExportForm(user=request.user))

    def post(self, request):
        form = ExportForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._refused(request, form)
        given = form.cleaned_data
        ask(by=request.user, why=given["why"], form=given["form"], has_mark=given["has_mark"])
        call_importer()
        messages.success(request, "It is being made. Reload this page in a minute, and take it.")
        return redirect("newsletter_imports:list")

    def _refused(self, request, form: ExportForm):
        if "password" in form.errors:
            wrong = request.session["wrong_passwords"] = request.session.get("wrong_passwords", 0) + 1
            if wrong >= MOST_WRONG:
                logout(request)
                return redirect("wagtailadmin_login")
        return self._page(form)

    def _page(self, form: ExportForm):
        return self.render_to_response(self.get_context_data(form=form))


class TakeExportView(GuardedExportPage):
    """POST gives the file, once, to the person who asked for it. The token stands in no path, so in no log."""

    permission_required = EXPORT
    http_method_names = ("post",)

    def post(self, request):
        try:
            export, chunks = take(request.POST.get("token", ""), by=request.user)
        except ExportRefused as refused:
            messages.error(request, str(refused))
            return redirect("newsletter_imports:list")
        answer = StreamingHttpResponse(chunks, content_type="application/octet-stream")
        answer["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
        return answer
