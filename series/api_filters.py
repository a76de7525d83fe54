"""What listings of articles and series may be asked for by name, and the order in which they come.

Which article stands in which series is told by the same view as everywhere else: nothing of a draft.
"""

from django.db.models import Q
from django.utils import timezone
from wagtail.api.v2.filters import OrderingFilter

from series.models import ArticlePage, Author, SeriesPage, Topic
from series.models.places import views_of

# An article without a date of its own is shown with the day of its first publication, and sorted by it.
NEWEST, OLDEST = "-published_on", "published_on"


def articles_on(wanted: Q):
    return ArticlePage.objects.filter(topics__in=Topic.objects.filter(wanted)).values("pk")


def articles_by(wanted: Q):
    return ArticlePage.objects.filter(authorships__author__in=Author.objects.filter(wanted)).values("pk")


def articles_of_series(wanted: Q) -> list[int]:
    """Live parts, as readers may know of them today."""
    now = timezone.now()
    views = views_of(SeriesPage.objects.readable(now).filter(wanted), now=now)
    return [part.page_id for view in views.values() for part in view.parts if part.is_live]


def series_on(wanted: Q):
    return SeriesPage.objects.filter(topics__in=Topic.objects.filter(wanted)).values("pk")


def series_by(wanted: Q):
    """Series of which a readable part was written by one of them."""
    readable = ArticlePage.objects.readable(timezone.now())
    return SeriesPage.objects.with_article(readable.filter(pk__in=articles_by(wanted))).values("pk")


class Order(OrderingFilter):
    """Newest first by the date that readers see, unless another order, or a search, is asked for."""

    def filter_queryset(self, request, queryset, view):
        order = request.GET.get("order", "")
        if not hasattr(queryset, "newest_first") or (not order and "search" in request.GET):
            return super().filter_queryset(request, queryset, view)
        if not order or order == NEWEST:
            return queryset.newest_first()
        return (
            queryset.newest_first().reverse() if order == OLDEST else super().filter_queryset(request, queryset, view)
        )
