"""Every address of the site that anyone may read."""

from django.contrib.sitemaps import Sitemap
from django.utils import timezone
from wagtail.contrib.sitemaps import Sitemap as PagesSitemap

from cms.readable import readable
from series.models import ArticlePage, Author, Topic


class Pages(PagesSitemap):
    """Pages that anyone may read."""

    def items(self):
        return readable(super().items(), timezone.now())


class OfArticles(Sitemap):
    """Rows that are reached through an article; one without a public article is not told."""

    model: type

    def items(self):
        return list(self.model.objects.with_article(ArticlePage.objects.readable(timezone.now())))


class Topics(OfArticles):
    model = Topic


class Authors(OfArticles):
    model = Author


SITEMAPS = {"pages": Pages, "topics": Topics, "authors": Authors}
