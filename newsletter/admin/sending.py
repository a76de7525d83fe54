"""Sending as a whole: the switch that stops everything, what waits for a person's look, and what is running."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import redirect
from django.urls import path
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.pages import CHANGE
from newsletter.issues import allow_sending, stop_sending
from newsletter.models import Heartbeat, SendingSwitch
from newsletter.resolve import open_issues
from newsletter.tasks import wake, wake_sender

STOP = "newsletter.stop_sending"
NO_REASON = "Say in a few words why, then stop: colleagues will ask. Letters still leave."
NOT_A_CHOICE = "That choice is not offered here, so nothing was changed."


class SendingView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """GET says what leaves, what ended badly and who is at work; POST stops everything or lets it go on."""

    permission_required = CHANGE
    header_icon = "warning"
    page_title = "Sending"
    template_name = "newsletter/admin/sending.html"

    def handle_no_permission(self):
        return permission_denied(self.request)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request):
        return self.render_to_response(
            self.get_context_data(
                stopped=SendingSwitch.objects.off().select_related("changed_by").first(),
                processes=Heartbeat.objects.alive().order_by("kind", "host", "pid"),
                may=request.user.has_perm(STOP),
                open_issues=open_issues(),
            )
        )

    def post(self, request):
        if not request.user.has_perm(STOP):
            return self.handle_no_permission()
        match request.POST.get("choice"):
            case "stop" if not request.POST.get("why", "").strip():
                messages.error(request, NO_REASON)
            case "stop":
                stop_sending(by=request.user, why=request.POST["why"].strip())
                messages.success(request, "Everything is stopped. One letter per open connection may still leave.")
            case "allow":
                allow_sending(by=request.user)
                wake(wake_sender)
                messages.success(request, "Letters may leave again.")
            case _:
                messages.error(request, NOT_A_CHOICE)
        return redirect("newsletter_sending:sending")


class SendingViewSet(ViewSet):
    """Where the page stands in the menu."""

    name = "newsletter_sending"
    url_prefix = "newsletters/sending"
    icon = "warning"
    menu_label = "Sending"
    menu_name = "sending"
    menu_order = 400

    def get_urlpatterns(self):
        return [path("", SendingView.as_view(), name="sending")]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(CHANGE)
        return item
