"""What every page behind a token has in common: it leaks nothing, is kept by nothing, and loads nothing of others."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

QUIET = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}

View = Callable[..., HttpResponse]


def quiet(view: View) -> View:
    """The view's answer with the headers of a page behind a token."""

    @wraps(view)
    def quietly(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in QUIET.items():
            response[name] = value
        return response

    return quietly
