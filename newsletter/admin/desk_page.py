"""What all pages of our own at the desk share: the admin's frame, and a polite refusal for who may not come in."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic.base import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class DeskPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """A page at the desk; `permission_required` says who may come in."""

    def handle_no_permission(self):
        return permission_denied(self.request)
