"""The header that names a page's language says what the page itself says, whatever the browser would like best."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_SPOKEN = re.compile(rb'<!doctype html>\s*<html lang="([A-Za-z0-9-]+)"')


class Spoken:
    """Stands below LocaleMiddleware, which names the browser's language where no other is named."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming and (found := _SPOKEN.match(response.content)):
            response.headers.setdefault("Content-Language", found[1].decode())
        return response
