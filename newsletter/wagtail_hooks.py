"""The Newsletters menu of the admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from newsletter.admin.issues import IssueViewSet
from newsletter.admin.newsletters import NewsletterViewSet
from newsletter.admin.readers import ReadersViewSet


@register_snippet
class NewslettersGroup(SnippetViewSetGroup):
    """All about letters and their readers."""

    items = (IssueViewSet, NewsletterViewSet, ReadersViewSet)
    menu_label = "Newsletters"
    menu_name = "newsletters"
    menu_icon = "mail"
    menu_order = 250


@hooks.register("register_log_actions")
def register_see_address(actions) -> None:
    """Looking at a reader's whole address leaves a line in the site's history."""
    actions.register_action("newsletter.see_address", "See address", "A reader's address was looked at")
