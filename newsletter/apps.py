from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Who gets it, when, and what happened."""

    name = "newsletter"
    verbose_name = "Newsletters"

    def ready(self) -> None:
        """Add our endpoints to the API, which lies below us."""
        from cms.api.wagtail_v2 import router  # noqa: PLC0415 - models are not ready before
        from newsletter import checks, receivers  # noqa: F401, PLC0415 - they register themselves
        from newsletter.api import COURSE, IssuesEndpoint, NewslettersEndpoint  # noqa: PLC0415 - as above
        from newsletter.courses.kept_kind import why_kind_stays  # noqa: PLC0415 - as above
        from series.models import SeriesPage  # noqa: PLC0415 - as above
        from series.models.series_form import KINDS_KEPT  # noqa: PLC0415 - as above

        KINDS_KEPT.append(why_kind_stays)
        router.register_endpoint("newsletters", NewslettersEndpoint)
        router.register_endpoint("issues", IssuesEndpoint)
        SeriesPage.api_fields.append(COURSE)
