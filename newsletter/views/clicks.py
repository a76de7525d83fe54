"""The way through us to where a link of a letter leads."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from newsletter.clicks import find_link, note_visit, target_of
from newsletter.views.wrong_token import wrong_token


@require_safe
def follow(request: HttpRequest, link: str) -> HttpResponse:
    """To a place that is stored with a letter, and to no other. A look at the head counts as a program's."""
    found = find_link(link)
    if found is None:
        return wrong_token(request, "404.html")
    note_visit(found, method=request.method or "", headers=request.headers)
    response = HttpResponseRedirect(target_of(found))
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
