"""Files of readers in the admin: which came in, which wait, and a new one. One sees one's own."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages

from newsletter.admin.readers_page import ReadersPage
from newsletter.core.subscriber_files.layouts.known import LAYOUTS
from newsletter.core.subscriber_files.limits import LIMITS, FileRefused
from newsletter.importing.files import open_job
from newsletter.models import ImportJob, Newsletter, ReaderExport

IMPORT = "newsletter.add_importjob"
EXPORT = "newsletter.export_subscribers"
TITLE = "Import and export"
SHOWN = 100


class ImportsPage(ReadersPage):
    """A page about files of readers."""

    permission_required = IMPORT
    header_icon = "upload"

    def get_breadcrumbs_items(self):
        items = super(ReadersPage, self).get_breadcrumbs_items()
        here = [] if self.page_title == TITLE else [{"url": "", "label": self.page_title}]
        return [*items, {"url": reverse("newsletter_imports:list"), "label": TITLE}, *here]


class JobPage(ImportsPage):
    """A page about one import; somebody else's is not there."""

    @cached_property
    def job(self) -> ImportJob:
        jobs = ImportJob.objects.visible_to(self.request.user).select_related("newsletter", "by")
        return get_object_or_404(jobs, public_id=self.kwargs["public_id"])


class ImportsView(ImportsPage):
    """The newest first; exports for whoever may take readers along."""

    permission_required = ()
    page_title = TITLE
    template_name = "newsletter/admin/imports.html"

    def has_permission(self) -> bool:
        return any(map(self.request.user.has_perm, (IMPORT, EXPORT)))

    def get(self, request):
        may_import, may_export = request.user.has_perm(IMPORT), request.user.has_perm(EXPORT)
        jobs = ImportJob.objects.visible_to(request.user).select_related("newsletter", "by")
        exports = ReaderExport.objects.select_related("by", "file")
        return self.render_to_response(
            self.get_context_data(
                jobs=jobs[:SHOWN] if may_import else (),
                exports=exports[:SHOWN] if may_export else (),
                may_import=may_import,
                may_export=may_export,
            )
        )


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once, as Mailchimp gives three."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of files, each checked as one is."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        """All of them, as a list."""
        return [super(ManyFilesField, self).clean(one, initial) for one in data or [None]]


class UploadForm(forms.Form):
    """Which files, and whose letters they are about."""

    newsletter = forms.ModelChoiceField(Newsletter.objects.order_by("name"), label="Readers of")
    files = ManyFilesField(
        label="Files",
        help_text=f"CSV or text, or a zip of them, {LIMITS.upload // 1_000_000} MB at most. They are deleted once the "
        "readers are in, and after 24 hours in any case.",
    )


class UploadView(ImportsPage):
    """GET asks, POST takes the files in and shows their columns. Nothing of any reader changes."""

    page_title = "Bring readers in"
    template_name = "newsletter/admin/import_upload.html"

    def get(self, _request):
        return self._page(UploadForm())

    def post(self, request):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        given = form.cleaned_data
        try:
            job = open_job(given["files"], newsletter=given["newsletter"], by=request.user)
        except FileRefused as refused:
            form.add_error("files", str(refused))
            return self._page(form)
        messages.success(request, "The file is here. Nothing has changed yet: look at its columns first.")
        return redirect(job)

    def _page(self, form: UploadForm):
        layouts = [layout for layout in LAYOUTS.values() if layout.slug not in {"plain", "medium"}]
        return self.render_to_response(self.get_context_data(form=form, layouts=layouts))
