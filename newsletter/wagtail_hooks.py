"""The Newsletters menu of the admin."""

from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from newsletter.admin.courses import CourseViewSet
from newsletter.admin.desk import ReadersViewSet
from newsletter.admin.home import LettersPanel
from newsletter.admin.imports_desk import ImportsViewSet
from newsletter.admin.inbound_desk import InboundViewSet
from newsletter.admin.issue_rights import POLICY
from newsletter.admin.issues import IssueViewSet
from newsletter.admin.kept import keep_what_has_left
from newsletter.admin.newsletters import NewsletterViewSet
from newsletter.admin.reader_words import AttributeFieldViewSet, ReaderTagViewSet
from newsletter.admin.segments_desk import SegmentsViewSet
from newsletter.admin.sending import SendingViewSet
from newsletter.admin.sending_domain import DomainViewSet
from newsletter.admin.shown_in import warn_of_letters, warn_while_private
from newsletter.admin.suppressions_desk import SuppressionsViewSet
from newsletter.models import Issue
from newsletter.roles import rights_of_roles

register_permission_policy(Issue, POLICY)


@register_snippet
class NewslettersGroup(SnippetViewSetGroup):
    """All about letters and their readers."""

    items = (
        IssueViewSet,
        NewsletterViewSet,
        CourseViewSet,
        ReadersViewSet,
        SegmentsViewSet,
        SuppressionsViewSet,
        InboundViewSet,
        ImportsViewSet,
        ReaderTagViewSet,
        AttributeFieldViewSet,
        SendingViewSet,
        DomainViewSet,
    )
    menu_label = "Newsletters"
    menu_name = "newsletters"
    menu_icon = "mail"
    menu_order = 250


@hooks.register("insert_global_admin_css")
def our_look():
    """Wagtail's own lists show our models as well, so our few rules are there on every page of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("newsletter/admin.css"))


@hooks.register("register_permissions")
def rights_to_compose():
    """The editor of groups offers what our roles are made of, so that a role of one's own can be composed."""
    return rights_of_roles()


@hooks.register("construct_homepage_panels")
def letters_first(request, panels):  # noqa: ARG001 - Wagtail's signature
    """What waits for a person stands on the first page."""
    panels.append(LettersPanel())


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
