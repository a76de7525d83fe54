"""One reader in the admin: what they asked for, how we know, and what became of it."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from wagtail.log_actions import log

from newsletter.admin.readers_page import SEE_ADDRESS, ReadersPage
from newsletter.models import Subscriber, Subscription


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


def _readers():
    subscriptions = Subscription.objects.select_related("newsletter").prefetch_related("consents").order_by("pk")
    return Subscriber.objects.prefetch_related(Prefetch("subscriptions", queryset=subscriptions))
