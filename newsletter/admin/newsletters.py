"""Newsletters in the admin."""

from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from newsletter.admin.newsletter_form import NewsletterForm
from newsletter.models import Newsletter


class NewsletterViewSet(SnippetViewSet):
    """Publications that people subscribe to."""

    model = Newsletter
    icon = "mail"
    menu_label = "Newsletters"
    menu_name = "newsletter_list"
    menu_order = 200
    admin_url_namespace = "newsletter_newsletters"
    base_url_path = "newsletters/newsletters"
    copy_view_enabled = False
    edit_handler = ObjectList(Newsletter.panels, base_form_class=NewsletterForm)
    list_display = (
        "name",
        Column("from", label="From", accessor="from_email"),
        Column("zone", label="Time zone"),
        Column("readers", label="Active readers", accessor=lambda one: f"{one.subscriptions.active().count():,}"),
    )
