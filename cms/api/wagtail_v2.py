"""Wagtail's API v2, empty: each app adds its endpoints when it is ready."""

from django.http import HttpRequest, JsonResponse
from django.urls import path, re_path, reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.api.v2.router import WagtailAPIRouter


class Router(WagtailAPIRouter):
    """The router, with a first page that names every listing, and JSON for addresses that lead nowhere."""

    def get_urlpatterns(self):
        return [
            path("", require_safe(self.listings), name="listings"),
            *super().get_urlpatterns(),
            re_path(r".*/$", self.nothing_here),  # without its slash, an address is redirected to the one that has it
        ]

    def wrap_view(self, func):
        """An answer may be kept, and is asked for again each time: what was taken back is gone at once.

        Whoever names the ETag of what they hold is told when it still holds (304), without the body.
        """
        return super().wrap_view(conditional_page(cache_control(public=True, no_cache=True)(func)))

    def listings(self, request: HttpRequest) -> JsonResponse:
        found = {name: reverse(f"{self.url_namespace}:{name}:listing") for name in self._endpoints}
        return JsonResponse({name: request.build_absolute_uri(url) for name, url in found.items()})

    def nothing_here(self, request: HttpRequest) -> JsonResponse:
        start = request.build_absolute_uri(reverse(f"{self.url_namespace}:listings"))
        return JsonResponse({"message": f"there is nothing at this address; {start} names every listing"}, status=404)


# Wagtail's front-end cache looks this name up when a page is published.
router = Router("wagtailapi_v2")
