"""Where the page about what came back stands in the admin."""

from django.urls import path
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.inbound import SEE, InboundView


class InboundViewSet(ViewSet):
    """Bounces, complaints, departures by mail."""

    name = "newsletter_inbound"
    url_prefix = "newsletters/came-back"
    icon = "rotate"
    menu_label = "What came back"
    menu_name = "came-back"
    menu_order = 330

    def get_urlpatterns(self):
        return [path("", InboundView.as_view(), name="list")]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(SEE)
        return item
