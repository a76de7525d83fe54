"""Wagtail's API v2, empty: each app adds its endpoints when it is ready."""

from wagtail.api.v2.router import WagtailAPIRouter

# Wagtail's front-end cache looks this name up when a page is published.
router = WagtailAPIRouter("wagtailapi_v2")
