"""Messages to single readers that did not end well: parts by mail, and our own, such as a confirmation."""

from django.urls import reverse

from newsletter.admin.decisions import DecisionsPage
from newsletter.admin.desk_page import DeskPage
from newsletter.admin.pages import CHANGE

TITLE = "Messages to single readers"


class SingleReadersView(DecisionsPage, DeskPage):
    """Those that no issue answers for. One whose link has run out is not here: its reader asks for a new one."""

    permission_required = CHANGE
    header_icon = "warning"
    page_title = TITLE

    def get_breadcrumbs_items(self):
        sending = {"url": reverse("newsletter_sending:sending"), "label": "Sending"}
        return [*super().get_breadcrumbs_items(), sending, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            heading="What did not end well",
            whose="Confirmations, links to readers’ own pages, and parts by mail of the series that readers chose.",
            back_url=reverse("newsletter_sending:sending"),
            back_label="Back to sending",
            nothing="Nothing to look at: each message was offered, and none is uncertain, refused or failed.",
            shows_what=True,
            **kwargs,
        )
