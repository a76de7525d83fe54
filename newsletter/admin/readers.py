"""All readers, newest first, masked; found by their number or their whole address, and never by a piece of it."""

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from cms.clock import database_now
from newsletter.admin.readers_bulk import BulkForm
from newsletter.admin.readers_found import FiltersForm, count_words, here, shown
from newsletter.admin.readers_page import CHANGE_SUBSCRIPTION, TAG, ReadersPage
from newsletter.core.addresses import AddressRefused, email_key
from newsletter.models import AccessRecord, Subscriber
from newsletter.sign_up import is_crowded

SHORTEST = 4  # digits of a number that are enough to look for
NOBODY = "No reader has this number or this whole address. Pieces of an address are never looked for."
MANY = "More than one reader's number begins so. Give some more of it."
NOTHING_DONE = "Nothing was changed. Below the list it says why; your ticks and words are still there."
CROWD = (
    "Far more people than usual are signing up just now; some of them may be programs. Until it is over each sign-up "
    "costs its browser some work, and every address still gets one mail a day at most."
)


class ListPage(ReadersPage):
    """The list with its filters; it counts up to 10,000 and reads one page, however many readers there are."""

    page_title = "Readers"
    template_name = "newsletter/admin/readers.html"

    def page(self, asked: QueryDict, filters: FiltersForm, bulk: BulkForm):
        """The page that `asked` names, with the form for several readers as it stands."""
        user, found = self.request.user, filters.found()
        context = {
            "filters": filters,
            "here": here(asked),
            "count": count_words(found),
            "page": shown(found, older=asked.get("older", ""), newer=asked.get("newer", "")),
            "add_url": reverse("newsletter_readers:add") if user.has_perm("newsletter.add_subscriber") else "",
            "bulk": bulk if user.has_perm(TAG) or user.has_perm(CHANGE_SUBSCRIPTION) else None,
        }
        return self.render_to_response(self.get_context_data(**context))


class ReadersView(ListPage):
    """The list as it is asked for."""

    def get(self, request):
        if is_crowded(database_now()):
            messages.warning(request, CROWD)
        filters = FiltersForm(request.GET)
        return self.page(request.GET, filters, BulkForm(user=request.user, filters=filters))


class BulkView(ListPage):
    """POST does one thing for several readers, and leads back to where the list was; refused, it shows all as typed."""

    http_method_names = ("post",)

    def post(self, request):
        asked = QueryDict(request.POST.get("only", ""))
        filters = FiltersForm(asked)
        bulk = BulkForm(request.POST, user=request.user, filters=filters)
        if words := bulk.do(by=request.user):
            messages.success(request, words)
            return redirect(f"{reverse('newsletter_readers:list')}?{here(asked)}")
        messages.error(request, NOTHING_DONE)
        return self.page(asked, filters, bulk)


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
