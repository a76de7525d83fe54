"""Newsletters and the letters that have gone out, in Wagtail's API v2. Nothing of a draft, and nobody's address."""

from wagtail.api.v2.filters import FieldsFilter, OrderingFilter
from wagtail.api.v2.views import BaseAPIViewSet

from cms.api.endpoints import SteadyEndpoint
from newsletter.models import Issue, Newsletter


class NewslettersEndpoint(SteadyEndpoint, BaseAPIViewSet):
    """Newsletters with a public archive."""

    name = "newsletters"
    filter_backends = [FieldsFilter, OrderingFilter]
    model = Newsletter
    body_fields = ["id", "name", "slug", "description", "language", "zone", "url"]
    meta_fields = ["type", "detail_url"]
    listing_default_fields = ["id", "type", "detail_url", "name", "slug", "description", "url"]
    nested_default_fields = ["id", "type", "detail_url", "name"]

    def get_queryset(self):
        return Newsletter.objects.filter(archive_is_public=True).order_by("name")


class IssuesEndpoint(SteadyEndpoint, BaseAPIViewSet):
    """Letters that have gone out and may be read by anyone, newest first. One that was taken back is not there."""

    name = "issues"
    filter_backends = [FieldsFilter, OrderingFilter]
    model = Issue
    body_fields = ["id", "newsletter", "number", "subject", "preview_text", "send_at", "url", "html", "text"]
    meta_fields = ["type", "detail_url"]
    listing_default_fields = [
        "id",
        "type",
        "detail_url",
        "newsletter",
        "number",
        "subject",
        "preview_text",
        "send_at",
        "url",
    ]
    detail_only_fields = ["html", "text"]
    nested_default_fields = ["id", "type", "detail_url", "subject"]

    def get_queryset(self):
        return Issue.objects.in_archive().not_withdrawn().select_related("compiled")
