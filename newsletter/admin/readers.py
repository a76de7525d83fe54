"""Readers in the admin: found by their number or their whole address, shown masked; the address has its own page."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic.base import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from newsletter.core.addresses import AddressRefused, email_key
from newsletter.models import Subscriber, Subscription

VIEW = "newsletter.view_subscriber"
SEE_ADDRESS = "newsletter.see_address"
PER_PAGE = 50


class ReadersPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """What the pages about readers share."""

    permission_required = VIEW
    header_icon = "group"

    def handle_no_permission(self):
        return permission_denied(self.request)

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        return [*items, {"url": reverse("newsletter_readers:list"), "label": "Readers"}]


class ReadersView(ReadersPage):
    """All readers, newest first; addresses are masked."""

    page_title = "Readers"
    template_name = "newsletter/admin/readers.html"

    def get(self, request):
        asked = request.GET.get("q", "").strip()
        page = Paginator(_found(asked), PER_PAGE).get_page(request.GET.get("page"))
        return self.render_to_response(self.get_context_data(readers=page, asked=asked, add_url=_add_url(request)))


class ReaderView(ReadersPage):
    """One reader: what they asked for, how we know, and, for those who may see it, where they are reached."""

    template_name = "newsletter/admin/reader.html"

    def get(self, request, public_id):
        reader = get_object_or_404(_readers(), public_id=public_id)
        self.page_title = str(reader)
        shows_address = request.user.has_perm(SEE_ADDRESS)
        if shows_address:
            # Whoever looks at a person's address leaves a line, so that it can be asked later.
            log(instance=reader, action="newsletter.see_address", user=request.user)
        return self.render_to_response(self.get_context_data(reader=reader, shows_address=shows_address))


def _add_url(request) -> str:
    return reverse("newsletter_readers:add") if request.user.has_perm("newsletter.add_subscriber") else ""


def _readers():
    subscriptions = Subscription.objects.select_related("newsletter").prefetch_related("consents").order_by("pk")
    return Subscriber.objects.prefetch_related(Prefetch("subscriptions", queryset=subscriptions))


def _found(asked: str):
    """By the beginning of the number, or by the whole address: nobody may go through addresses by their letters."""
    readers = _readers()
    if not asked:
        return readers
    try:
        return readers.filter(email_key=email_key(asked))
    except AddressRefused:
        return readers.filter(public_id__in=_ids_beginning(asked))


def _ids_beginning(asked: str) -> list:
    digits = asked.replace("-", "").lower()
    if not digits or len(digits) > 32 or not set(digits) <= set("0123456789abcdef"):
        return []
    lowest, highest = digits.ljust(32, "0"), digits.ljust(32, "f")
    within = Subscriber.objects.filter(public_id__gte=lowest, public_id__lte=highest)
    return list(within.values_list("public_id", flat=True)[:PER_PAGE])
