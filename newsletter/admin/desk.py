"""Where the readers' pages stand in the admin."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.add_reader import AddReaderView
from newsletter.admin.reader import ReaderView
from newsletter.admin.readers import FindReaderView, ReadersView
from newsletter.admin.readers_bulk import BulkView
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
            path("<uuid:public_id>/", ReaderView.as_view(), name="reader"),
        ]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(VIEW)
        return item
