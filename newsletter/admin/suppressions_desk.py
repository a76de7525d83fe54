"""Where the pages about suppressions stand in the admin."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.suppress_list import SuppressListView
from newsletter.admin.suppressions import SEE, AskView, LiftView, SuppressionsView


class SuppressionsViewSet(ViewSet):
    """Addresses that must not be mailed."""

    name = "newsletter_suppressions"
    url_prefix = "newsletters/suppressions"
    icon = "no-view"
    menu_label = "Suppressions"
    menu_name = "suppressions"
    menu_order = 320

    def get_urlpatterns(self):
        return [
            path("", SuppressionsView.as_view(), name="list"),
            path("ask/", AskView.as_view(), name="ask"),
            path("add/", SuppressListView.as_view(), name="add"),
            path("<int:pk>/lift/", LiftView.as_view(), name="lift"),
        ]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(SEE)
        return item
