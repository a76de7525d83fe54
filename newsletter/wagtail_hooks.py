"""The Newsletters menu of the admin."""

from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from newsletter.admin.desk import ReadersViewSet
from newsletter.admin.issues import IssueViewSet
from newsletter.admin.kept import keep_what_has_left
from newsletter.admin.newsletters import NewsletterViewSet
from newsletter.admin.reader_words import AttributeFieldViewSet, ReaderTagViewSet
from newsletter.admin.segments_desk import SegmentsViewSet
from newsletter.admin.sending import SendingViewSet
from newsletter.admin.shown_in import warn_of_letters, warn_while_private
from newsletter.admin.suppressions_desk import SuppressionsViewSet


@register_snippet
class NewslettersGroup(SnippetViewSetGroup):
    """All about letters and their readers."""

    items = (
        IssueViewSet,
        NewsletterViewSet,
        ReadersViewSet,
        SegmentsViewSet,
        SuppressionsViewSet,
        ReaderTagViewSet,
        AttributeFieldViewSet,
        SendingViewSet,
    )
    menu_label = "Newsletters"
    menu_name = "newsletters"
    menu_icon = "mail"
    menu_order = 250


@hooks.register("before_delete_snippet")
def keep_one(request, instances):
    """A letter that has left is never deleted by a button."""
    return keep_what_has_left(request, list(instances))


@hooks.register("before_bulk_action")
def keep_many(request, action_type, objects, action_class_instance):  # noqa: ARG001 - Wagtail's signature
    """Nor by ticking many."""
    return keep_what_has_left(request, list(objects)) if action_type == "delete" and objects else None


@hooks.register("before_delete_page")
def name_letters(request, page):
    """The page that asks "are you sure?" names the letters that would be held."""
    if request.method == "GET":
        warn_of_letters(request, [page])


@hooks.register("before_unpublish_page")
def name_letters_of_unpublished(request, page):
    """Wagtail asks this hook only at the press: the letters are named beside its own answer."""
    warn_of_letters(request, [page])


@hooks.register("before_edit_page")
def name_letters_of_private(request, page):
    """Wagtail's privacy dialog asks nobody: the editor names the letters of a page that is private."""
    if request.method == "GET":
        warn_while_private(request, page)


@hooks.register("before_bulk_action")
def name_letters_of_many(request, action_type, objects, action_class_instance):  # noqa: ARG001 - Wagtail's signature
    """Wagtail asks this hook only once many pages are on their way: their letters are named then."""
    if action_type in {"delete", "unpublish"}:
        warn_of_letters(request, [page for page in objects if isinstance(page, Page)])
