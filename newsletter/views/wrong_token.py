"""The answer to a link that opens nothing: kind words, and after many of them from one network a pause.

Only wrong tokens are counted and only they are put off: whoever holds a right one is let through whatever their
neighbours do, so that nobody can lock a reader out of leaving.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cms.callers import caller_of
from cms.clock import database_now
from newsletter.conf import counted_network
from newsletter.core.sign_up import network_of
from newsletter.models import WrongTokens

TOO_MANY = "newsletter/pages/too_many_links.html"


def wrong_token(request: HttpRequest, template: str) -> HttpResponse:
    """The page of this door for a token that is not one of ours, or 429 where there were too many this hour."""
    found = WrongTokens.objects.note(counted_network(network_of(caller_of(request))))
    context = {"page_language": get_language()}
    if not found.are_too_many:
        return render(request, template, context, status=HTTPStatus.NOT_FOUND)
    response = render(request, TOO_MANY, context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = max(1, int((found.over_at - database_now()).total_seconds()))
    return response
