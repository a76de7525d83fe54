"""What others see of the sending domain: what stands in DNS, what should, and how old the knowledge is."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from newsletter.admin.desk_page import DeskPage
from newsletter.admin.pages import CHANGE
from newsletter.conf import conf
from newsletter.models import DomainLook, DomainVerdict
from newsletter.round_trip import is_on, latest, unfit
from newsletter.tasks import wish_for_look, wish_for_round_trip

LATE_S = 120  # a look takes some seconds; then nobody seems to be at work


class DomainPage(DeskPage):
    """Only what is stored is shown: no name server is asked in a request."""

    permission_required = CHANGE
    header_icon = "globe"
    page_title = "Sending domain"
    template_name = "newsletter/admin/sending_domain.html"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class DomainView(DomainPage):
    """GET shows the verdicts, POST wishes for new ones."""

    def get(self, _request):
        look = DomainLook.objects.first()
        verdicts = DomainVerdict.objects.in_order()
        return self.render_to_response(
            self.get_context_data(
                domain=conf().sending_domain,
                look=look,
                is_late=bool(look and look.is_on and (timezone.now() - look.asked_at).total_seconds() > LATE_S),
                groups=_groups(verdicts),
                way_back=(found := latest()),
                way_back_says=SAYS[found.says],
                way_back_is_on=is_on(),
                way_back_can_be_tried=not unfit(),
                to_fix=sum(row.says == "fix" for row in verdicts),
            )
        )

    def post(self, request):
        if not wish_for_look():
            messages.info(request, "Somebody asked less than a minute ago. The answers come by themselves.")
        return redirect("newsletter_domain:domain")


class WayBackView(DomainPage):
    """POST wishes for a bounce to ourselves."""

    http_method_names = ("post",)

    def post(self, request):
        if why_not := unfit():
            messages.warning(request, why_not)
        elif not wish_for_round_trip():
            messages.info(request, "Somebody tried less than a minute ago. The answer comes by itself.")
        return redirect("newsletter_domain:domain")


class DomainStateView(DomainPage):
    """Whether a look is under way, for the page that waits for it."""

    def get(self, _request):
        look = DomainLook.objects.first()
        waits = bool(look and look.is_on) or is_on()
        return JsonResponse({"state": "looking" if waits else "over", "is_over": not waits, "html": WAITING})


WAITING = "Looking now. This page shows the answers when they are there."
SAYS = {"fix": "To fix.", "not_checked": "", "good": "Good."}
GROUPS = {"fix": "To fix", "not_checked": "Not checked", "good": "Good"}


def _groups(verdicts: list[DomainVerdict]) -> list[tuple[str, list[DomainVerdict]]]:
    """What wants a hand first, then what nobody knows, then what is well."""
    grouped = [(title, [row for row in verdicts if row.says == says]) for says, title in GROUPS.items()]
    return [(title, rows) for title, rows in grouped if rows]


class DomainViewSet(ViewSet):
    """Where the page stands in the menu."""

    name = "newsletter_domain"
    url_prefix = "newsletters/sending-domain"
    icon = "globe"
    menu_label = "Sending domain"
    menu_name = "sending-domain"
    menu_order = 410

    def get_urlpatterns(self):
        return [
            path("", DomainView.as_view(), name="domain"),
            path("way-back/", WayBackView.as_view(), name="way_back"),
            path("state/", DomainStateView.as_view(), name="state"),
        ]

    def get_menu_item(self, order=None):
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.has_perm(CHANGE)
        return item
