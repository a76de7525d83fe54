"""The end of a way that leads to letters which nobody can ask for: a form or a link with an old or a wrong name."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from newsletter.models import Newsletter
from newsletter.views.join_form import Offered


class NotOffered(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """What the address names takes no readers, or is not there."""


def not_offered(request: HttpRequest, offered: Offered, *, slug: str) -> HttpResponse:
    """404 with a way on, in the browser's language; a newsletter that is closed is named if its archive is public."""
    closed = Newsletter.objects.filter(slug=slug, archive_is_public=True).first() if slug else None
    language = translation.get_language_from_request(request)
    context = {"newsletter": closed, "offered": offered.everything, "page_language": language}
    with translation.override(language):
        return render(request, "newsletter/pages/not_offered.html", context, status=HTTPStatus.NOT_FOUND)
