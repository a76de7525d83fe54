"""Where the readers' pages stand in the admin."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.access import AccessView
from newsletter.admin.add_reader import AddReaderView
from newsletter.admin.consent_proof import ProofView
from newsletter.admin.correct_reader import CorrectView
from newsletter.admin.reader import AddressView, DescribeView, NoteView, ReaderView, StandingView
from newsletter.admin.reader_rights import DataView, EraseView
from newsletter.admin.readers import BulkView, FindReaderView, ReadersView
from newsletter.admin.readers_page import VIEW


class ReadersViewSet(ViewSet):
    """The readers' desk."""

    name = "newsletter_readers"
    url_prefix = "newsletters/readers"
    icon = "group"
    menu_label = "Readers"
    menu_name = "readers"
    menu_order = 300

    def get_urlpatterns(self):
        return [
            path("", ReadersView.as_view(), name="list"),
            path("find/", FindReaderView.as_view(), name="find"),
            path("bulk/", BulkView.as_view(), name="bulk"),
            path("add/", AddReaderView.as_view(), name="add"),
            path("access/", AccessView.as_view(), name="access"),
            path("<uuid:public_id>/", ReaderView.as_view(), name="reader"),
            path("<uuid:public_id>/address/", AddressView.as_view(), name="address"),
            path("<uuid:public_id>/about/", DescribeView.as_view(), name="describe"),
            path("<uuid:public_id>/correct/", CorrectView.as_view(), name="correct"),
            path("<uuid:public_id>/note/", NoteView.as_view(), name="note"),
            path("<uuid:public_id>/data/", DataView.as_view(), name="data"),
            path("<uuid:public_id>/proof/", ProofView.as_view(), name="proof"),
            path("<uuid:public_id>/erase/", EraseView.as_view(), name="erase"),
            path("<uuid:public_id>/letters/<uuid:subscription>/", StandingView.as_view(), name="standing"),
        ]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(VIEW)
        return item
