"""All readers, newest first, masked; found by their number or their whole address, and never by a piece of it."""

from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from newsletter.admin.readers_bulk import BulkForm
from newsletter.admin.readers_found import FiltersForm, count_words, shown
from newsletter.admin.readers_page import CHANGE_SUBSCRIPTION, TAG, ReadersPage
from newsletter.core.addresses import AddressRefused, email_key
from newsletter.models import AccessRecord, Subscriber

SHORTEST = 4  # digits of a number that are enough to look for
NOBODY = "No reader has this number or this whole address. Pieces of an address are never looked for."
MANY = "More than one reader's number begins so. Give some more of it."


class ReadersView(ReadersPage):
    """The list with its filters; it counts up to 10,000 and reads one page, however many readers there are."""

    page_title = "Readers"
    template_name = "newsletter/admin/readers.html"

    def get(self, request):
        filters = FiltersForm(request.GET)
        found = filters.found()
        page = shown(found, older=request.GET.get("older", ""), newer=request.GET.get("newer", ""))
        return self.render_to_response(
            self.get_context_data(filters=filters, count=count_words(found), page=page, **_may(request.user))
        )


class FindReaderView(ReadersPage):
    """POST, so that an address stands in no URL: leads to the one reader, or back with words."""

    http_method_names = ("post",)

    def post(self, request):
        asked = request.POST.get("asked", "").strip()
        readers, by_address = _found(asked)
        if len(readers) == 1:
            if by_address:
                AccessRecord.objects.note("looked_up", by=request.user, readers=readers, fields="address")
            return redirect("newsletter_readers:reader", readers[0].public_id)
        messages.error(request, MANY if readers else NOBODY)
        return redirect("newsletter_readers:list")


def _may(user) -> dict[str, object]:
    can_add = user.has_perm("newsletter.add_subscriber")
    return {
        "add_url": reverse("newsletter_readers:add") if can_add else "",
        "bulk": BulkForm(user=user) if user.has_perm(TAG) or user.has_perm(CHANGE_SUBSCRIPTION) else None,
    }


def _found(asked: str) -> tuple[list[Subscriber], bool]:
    """At most two readers, and whether the address named them."""
    try:
        return list(Subscriber.objects.filter(email_key=email_key(asked))), True
    except AddressRefused:
        return _numbered(asked), False


def _numbered(asked: str) -> list[Subscriber]:
    digits = asked.replace("-", "").lower()
    if not SHORTEST <= len(digits) <= 32 or not set(digits) <= set("0123456789abcdef"):
        return []
    lowest, highest = digits.ljust(32, "0"), digits.ljust(32, "f")
    return list(Subscriber.objects.filter(public_id__gte=lowest, public_id__lte=highest).order_by()[:2])
