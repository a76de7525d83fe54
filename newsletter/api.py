"""Newsletters and the letters that have gone out, in Wagtail's API v2. Nothing of a draft, and nobody's address."""

from django.db.models import Q
from wagtail.api import APIField
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter
from wagtail.api.v2.views import BaseAPIViewSet

from cms.api.endpoints import SteadyEndpoint
from cms.api.filters import ByName
from newsletter.conf import conf
from newsletter.core.courses.promises import kept
from newsletter.models import Course, Issue, Newsletter
from series.api_fields import Asked
from series.models import SeriesPage


def issues_of(wanted: Q):
    return Issue.objects.filter(newsletter__in=Newsletter.objects.filter(wanted)).values("pk")


def series_by_mail(series: SeriesPage) -> dict | None:
    """The course in which anybody may get a series by mail today, with all that a form elsewhere needs."""
    course = Course.objects.offered_of(series)
    if course is None:
        return None
    pace = kept(course.delay)
    return {
        "id": course.pk,
        "name": course.name,
        "pace": {"value": pace.value, "unit": pace.unit.value},
        "language": course.voice.language,
        "join_url": f"{conf().base_url}{course.join_url}",
    }


def join_address(newsletter: Newsletter) -> str | None:
    return f"{conf().base_url}{newsletter.join_url}" if newsletter.is_offered else None


_JOIN = APIField("join_url", serializer=Asked(join_address))
COURSE = APIField("course", serializer=Asked(series_by_mail))
"""What a series says of its course; added from here, because the arrows point down."""


class NewslettersEndpoint(SteadyEndpoint, BaseAPIViewSet):
    """Newsletters with a public archive."""

    name = "newsletters"
    filter_backends = [FieldsFilter, OrderingFilter]
    model = Newsletter
    body_fields = ["id", "name", "slug", "description", "language", "zone", "url", _JOIN]
    meta_fields = ["type", "detail_url"]
    listing_default_fields = ["id", "type", "detail_url", "name", "slug", "description", "url", "join_url"]
    nested_default_fields = ["id", "type", "detail_url", "name"]

    def get_queryset(self):
        return Newsletter.objects.filter(archive_is_public=True).order_by("name")


class IssuesEndpoint(SteadyEndpoint, BaseAPIViewSet):
    """Letters that have gone out and may be read by anyone, newest first. One that was taken back is not there."""

    name = "issues"
    filter_backends = [ByName, FieldsFilter, OrderingFilter]
    model = Issue
    named_filters = {"newsletter": issues_of}
    known_query_parameters = BaseAPIViewSet.known_query_parameters | named_filters.keys()
    body_fields = [
        "id",
        "newsletter",
        "number",
        APIField("subject", serializer=Asked(lambda issue: issue.title)),
        APIField("preview_text", serializer=Asked(lambda issue: issue.teaser)),
        "send_at",
        "url",
        "html",
        "text",
    ]
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
