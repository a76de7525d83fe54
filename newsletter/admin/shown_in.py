"""When a page goes, or only some may read it, its author hears which scheduled letters show it."""

from collections.abc import Iterable

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

from newsletter.models import Issue

STANDS = "“{page}” stands in “{issue}”, scheduled for {moment}. Without the page the letter will be held."

CLOSED = "“{page}” is private, and stands in “{issue}”, scheduled for {moment}. While it is, the letter will be held."


def warn_of_letters(request: HttpRequest, pages: Iterable[Page]) -> None:
    """One line for each scheduled issue that shows one of the pages, or a page below it; it stands in nobody's way."""
    for page in pages:
        _warn(request, page, STANDS)


def warn_while_private(request: HttpRequest, page: Page) -> None:
    """The same for a page that not everyone may read, and whose letters show it all the same."""
    if page.get_view_restrictions().exists():
        _warn(request, page, CLOSED)


def _warn(request: HttpRequest, page: Page, words: str) -> None:
    for issue in Issue.objects.scheduled_with(page.path):
        said = words.format(page=page.get_admin_display_title(), issue=issue, moment=issue.wall_time)
        messages.warning(request, said)
