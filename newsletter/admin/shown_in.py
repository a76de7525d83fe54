"""When a page goes, or only some may read it, its author hears which letters show it, and which courses bring it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

from newsletter.models import Course, Issue


@dataclass(frozen=True)
class Words:
    """What is said of a scheduled issue, and of a course that runs."""

    of_issue: str
    of_course: str


GOES = Words(
    "{page} stands in “{issue}”, scheduled for {moment}. Without the page the letter will be held.",
    "{page} comes by mail in “{course}”. Without the page nobody will get it: readers wait at that place.",
)

CLOSED = Words(
    "{page} is private, and stands in “{issue}”, scheduled for {moment}. While it is, the letter will be held.",
    "{page} is private, and comes by mail in “{course}”. While it is, nobody gets it: readers wait at that place.",
)


def warn_of_letters(request: HttpRequest, pages: Iterable[Page]) -> None:
    """One line for each issue and course that shows one of the pages, or a page below it; it is in nobody's way."""
    for page in pages:
        _warn(request, page, GOES)


def warn_while_private(request: HttpRequest, page: Page) -> None:
    """The same for a page that not everyone may read, and whose letters show it all the same."""
    if page.get_view_restrictions().exists():
        _warn(request, page, CLOSED)


def letters_words(page: Page, words: Words = GOES) -> list[str]:
    """One sentence for each scheduled issue, and each open course, that shows the page, or a page below it."""
    title = f"“{page.get_admin_display_title()}”"
    if page.numchild:
        title = f"What stands below {title}"
    issues = Issue.objects.scheduled_with(page.path)
    said = [words.of_issue.format(page=title, issue=issue, moment=issue.wall_time) for issue in issues]
    courses = Course.objects.running().bringing(page.path)
    return [*said, *(words.of_course.format(page=title, course=course) for course in courses)]


def _warn(request: HttpRequest, page: Page, words: Words) -> None:
    for said in letters_words(page, words):
        messages.warning(request, said)
