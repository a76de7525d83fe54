"""Where the pages about files of readers stand in the admin."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.exports import AskExportView, TakeExportView
from newsletter.admin.import_ask import AskView
from newsletter.admin.import_job import DeedView, JobView, NumbersView, ReportView
from newsletter.admin.import_mapping import ReadView
from newsletter.admin.imports import EXPORT, IMPORT, ImportsView, UploadView


class ImportsViewSet(ViewSet):
    """Readers who come in by a file, and all of them as one."""

    name = "newsletter_imports"
    url_prefix = "newsletters/imports"
    icon = "upload"
    menu_label = "Import and export"
    menu_name = "imports"
    menu_order = 330

    def get_urlpatterns(self):
        return [
            path("", ImportsView.as_view(), name="list"),
            path("add/", UploadView.as_view(), name="add"),
            path("export/", AskExportView.as_view(), name="export"),
            path("export/take/", TakeExportView.as_view(), name="take"),
            path("<uuid:public_id>/", JobView.as_view(), name="job"),
            path("<uuid:public_id>/numbers/", NumbersView.as_view(), name="numbers"),
            path("<uuid:public_id>/read/", ReadView.as_view(), name="read"),
            path("<uuid:public_id>/deed/", DeedView.as_view(), name="deed"),
            path("<uuid:public_id>/ask/", AskView.as_view(), name="ask"),
            path("<uuid:public_id>/report/", ReportView.as_view(), name="report"),
        ]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(IMPORT) or request.user.has_perm(EXPORT)
        return item
