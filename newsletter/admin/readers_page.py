"""What the admin pages about readers share: who may come in, and the way back."""

from django.urls import reverse

from newsletter.admin.desk_page import DeskPage

VIEW = "newsletter.view_subscriber"
SEE_ADDRESS = "newsletter.see_address"
TAG = "newsletter.change_subscriber"
CHANGE_SUBSCRIPTION = "newsletter.change_subscription"
ERASE = "newsletter.delete_subscriber"


class ReadersPage(DeskPage):
    """A page about readers; `permission_required` says who may come in."""

    permission_required: str | tuple[str, ...] = VIEW
    header_icon = "group"

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        return [*items, {"url": reverse("newsletter_readers:list"), "label": "Readers"}]
