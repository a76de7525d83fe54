"""Parts that readers find alone: their series is still a draft. Said before the press in preflight, and after it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.models import Page

from cms.core.findings import Finding, Level
from series.models import ArticlePage, SeriesPage
from series.models.moments import releases

ALONE = "While “{series}” itself is a draft, readers find this part alone: no series page, no way to the next part."
MEND = "Publish the series with it."


def lone_finding(article: ArticlePage) -> Finding | None:
    """The hint in preflight, with the way to publish the series."""
    series = draft_series_of(article)
    if series is None:
        return None
    return Finding(check="lone", level=Level.HINT, words=ALONE.format(series=series.title), mend=MEND)


def warn_of_lone_part(request: HttpRequest, page: Page) -> None:
    """Beside Wagtail's own word that the page is out, or planned: its series is not, and here is the way."""
    article = page.specific
    series = draft_series_of(article) if isinstance(article, ArticlePage) else None
    if series:
        way = messages.button(reverse("series_release", args=[series.pk]), "Publish the series")
        messages.warning(request, ALONE.format(series=series.title), buttons=[way])


def draft_series_of(article: ArticlePage) -> SeriesPage | None:
    """The series of a part that is not live, and will not be when the part is; None when readers find one."""
    rows = SeriesPage.objects.filter(parts__article=article, live=False).order_by("-parts__exclusive", "title")
    planned = releases([article, *rows], now=timezone.now())
    part_at = timezone.now() if article.live or article.pk not in planned else planned[article.pk].at
    return next((row for row in rows if row.pk not in planned or planned[row.pk].at > part_at), None)
