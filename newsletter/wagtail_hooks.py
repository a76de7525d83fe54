"""The Newsletters menu of the admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from newsletter.admin.issues import IssueViewSet
from newsletter.admin.newsletters import NewsletterViewSet


@register_snippet
class NewslettersGroup(SnippetViewSetGroup):
    """All about letters and their readers."""

    items = (IssueViewSet, NewsletterViewSet)
    menu_label = "Newsletters"
    menu_name = "newsletters"
    menu_icon = "mail"
    menu_order = 250
