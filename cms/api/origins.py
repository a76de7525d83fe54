"""Which pages of other sites may read the public API from a browser (CORS).

It holds what anyone may fetch anyway and looks at no cookie, so nothing here ever allows credentials.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

PUBLIC_READS = "/api/v2/"
ANYBODY = "*"
METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT_SECONDS = 600  # how long a browser may remember the answer; a changed setting is heard after that


class PublicReads:
    """Middleware: every answer of the public API, also a redirect or an error, says who may read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PUBLIC_READS):
            return self.get_response(request)
        response = _preflight() if _is_preflight(request) else self.get_response(request)
        return _let_read(response, origin=request.headers.get("Origin", ""))


def _is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _preflight() -> HttpResponse:
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT,
        headers={
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "*",
            "Access-Control-Max-Age": PREFLIGHT_SECONDS,
            "Allow": METHODS,
        },
    )


def _let_read(response: HttpResponse, *, origin: str) -> HttpResponse:
    allowed = settings.PARTWISE["cms"]["api_origins"]
    if ANYBODY in allowed:
        response["Access-Control-Allow-Origin"] = ANYBODY
    else:
        patch_vary_headers(response, ["Origin"])  # also for others: a cache must not give them this answer's header
        if origin in allowed:
            response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = "ETag"
    return response
