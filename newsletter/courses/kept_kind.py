"""A series keeps its order while readers get it by mail."""

from newsletter.models import Course
from series.models import SeriesPage

KEPT_IN_ORDER = "Readers get it by mail, part by part, and a collection has no order. Close its course first."


def why_kind_stays(series: SeriesPage, kind: str) -> str:
    """What keeps a series from becoming a collection, or nothing."""
    keeps = kind == SeriesPage.Kind.COLLECTION and Course.objects.going_on().filter(series=series.pk).exists()
    return KEPT_IN_ORDER if keeps else ""
