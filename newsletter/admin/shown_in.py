"""Before a page goes, its author hears which scheduled letters show it."""

from collections.abc import Iterable

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

from newsletter.models import Issue

STANDS = "“{page}” stands in “{issue}”, scheduled for {moment}. Without the page the letter will be held."


def warn_of_letters(request: HttpRequest, pages: Iterable[Page]) -> None:
    """One line for each scheduled issue that shows one of the pages, or a page below it; it stands in nobody's way."""
    for page in pages:
        for issue in Issue.objects.scheduled_with(page.path):
            words = STANDS.format(page=page.get_admin_display_title(), issue=issue, moment=issue.wall_time)
            messages.warning(request, words)
