"""Sending as a whole: the switch that stops everything, what waits for a person's look, and what is running."""

from django.shortcuts import redirect
from django.urls import path
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.desk_page import DeskPage
from newsletter.admin.pages import CHANGE
from newsletter.admin.single_readers import SingleReadersView
from newsletter.conf import conf
from newsletter.core.provider_routes import provider_route
from newsletter.core.routes import RouteNotUnderstood
from newsletter.issues import allow_sending, stop_sending
from newsletter.models import DomainVerdict, Heartbeat, SendingSwitch
from newsletter.tasks import wake, wake_sender
from newsletter.unsettled import open_issues, open_to_single_readers

STOP = "newsletter.stop_sending"
NO_REASON = "Say in a few words why, then stop: colleagues will ask. Letters still leave."
NOT_A_CHOICE = "That choice is not offered here, so nothing was changed."


class SendingView(DeskPage):
    """GET says what leaves, what ended badly and who is at work; POST stops everything or lets it go on."""

    permission_required = CHANGE
    header_icon = "warning"
    page_title = "Sending"
    template_name = "newsletter/admin/sending.html"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request):
        return self.render_to_response(
            self.get_context_data(
                stopped=SendingSwitch.objects.off().select_related("changed_by").first(),
                processes=Heartbeat.objects.alive().order_by("kind", "host", "pid"),
                may=request.user.has_perm(STOP),
                open_issues=open_issues(),
                single=open_to_single_readers(),
                way_words=way_words(),
                domain_to_fix=DomainVerdict.objects.to_fix().count(),
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


def way_words() -> str:
    """How letters leave, and what that means for those in doubt; or what is odd about the settings of the way."""
    own = conf()
    try:
        return provider_route(**own.esp).words if own.transport == "esp" else f"Letters leave by {own.route}."
    except RouteNotUnderstood as odd:
        return str(odd)


class SendingViewSet(ViewSet):
    """Where the page stands in the menu."""

    name = "newsletter_sending"
    url_prefix = "newsletters/sending"
    icon = "warning"
    menu_label = "Sending"
    menu_name = "sending"
    menu_order = 400

    def get_urlpatterns(self):
        return [
            path("", SendingView.as_view(), name="sending"),
            path("readers/", SingleReadersView.as_view(), name="single_readers"),
        ]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(CHANGE)
        return item
