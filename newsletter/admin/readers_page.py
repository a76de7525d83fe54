"""What the admin pages about readers share: who may come in, and the way back."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.views.generic.base import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

VIEW = "newsletter.view_subscriber"
SEE_ADDRESS = "newsletter.see_address"
TAG = "newsletter.change_subscriber"
CHANGE_SUBSCRIPTION = "newsletter.change_subscription"
ERASE = "newsletter.delete_subscriber"


class ReadersPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """A page about readers; `permission_required` says who may come in."""

    permission_required: str | tuple[str, ...] = VIEW
    header_icon = "group"

    def handle_no_permission(self):
        return permission_denied(self.request)

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        return [*items, {"url": reverse("newsletter_readers:list"), "label": "Readers"}]
