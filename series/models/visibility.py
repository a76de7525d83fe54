"""What anyone may read today."""

from datetime import datetime

from django.db.models import DateField, F, QuerySet
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.readable import readable


class ReadableQuerySet(PageQuerySet):
    """Pages as readers find them."""

    def readable(self, now: datetime | None = None):
        """Those that anyone may read."""
        return readable(self, now)


class ArticleQuerySet(ReadableQuerySet):
    def newest_first(self):
        """By the date that readers see."""
        shown = Coalesce("published_on", Cast("first_published_at", DateField()))
        return self.annotate(shown_on=shown).order_by(_latest("shown_on"), _latest("first_published_at"), "-pk")


class SeriesQuerySet(ReadableQuerySet):
    def newest_first(self):
        return self.order_by(_latest("first_published_at"), "-pk")

    def with_article(self, articles: QuerySet):
        """Series that hold one of these articles."""
        return self.filter(parts__article__in=articles.values("pk")).distinct()


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
SeriesManager = PageManager.from_queryset(SeriesQuerySet)


def closed_paths() -> tuple[str, ...]:
    """The branches of the page tree that ask readers for something: a password, a login, a group."""
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))


def is_readable(page: Page, *, now: datetime, closed: tuple[str, ...]) -> bool:
    """The same question as `readable`, of a page that is loaded already."""
    is_over = page.expired or (page.expire_at is not None and page.expire_at <= now)
    return page.live and not is_over and not page.path.startswith(closed)


def _latest(name: str):
    """Latest first, what has no moment last: databases disagree on where NULL belongs."""
    return F(name).desc(nulls_last=True)
