"""Atom feeds: of all articles, and of one series. Only what anyone may read today."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Site

from cms.models import SiteIdentity
from series.models import ArticlePage, SeriesPage
from series.models.lists import authors_of, topics_of

NEWEST = 20


class ArticlesFeed(Feed):
    """The newest articles."""

    feed_type = Atom1Feed

    def get_object(self, request):
        return SiteIdentity.for_request(request), Site.find_for_request(request)

    def title(self, found):
        return found[0].name or found[1].site_name or "Articles"

    def subtitle(self, found):
        return found[0].tagline

    def link(self, found):
        return found[1].root_url + "/"

    def feed_url(self, found):
        return found[1].root_url + reverse("feed")

    def items(self, _found):
        return _entries(ArticlePage.objects.readable(timezone.now()).defer("body").newest_first()[:NEWEST])

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.teaser

    def item_link(self, item):
        return item.full_url

    def item_author_name(self, item):
        return ", ".join(author.name for author in item.told_authors) or None

    def item_pubdate(self, item):
        shown = item.published_on_shown
        first = item.first_published_at
        is_that_day = shown is None or (first and first.date() == shown)
        return first if is_that_day else datetime.combine(shown, time(), tzinfo=UTC)

    def item_updateddate(self, item):
        return item.last_published_at

    def item_categories(self, item):
        return [topic.title for topic in item.told_topics]


class SeriesFeed(ArticlesFeed):
    """The live parts of one series, newest first as feed readers expect."""

    def get_object(self, request, slug):  # noqa: ARG002 - Django's signature
        return get_object_or_404(SeriesPage.objects.readable(timezone.now()), slug=slug)

    def title(self, found):
        return found.title

    def subtitle(self, found):
        return found.teaser or found.subtitle

    def link(self, found):
        return found.full_url

    def feed_url(self, found):
        return found.get_site().root_url + reverse("series_feed", args=[found.slug])

    def items(self, found):
        now = timezone.now()
        live = [part.page_id for part in found.view(now=now).parts if part.is_live]
        return _entries(ArticlePage.objects.readable(now).filter(pk__in=live).defer("body").newest_first())


def _entries(articles: Iterable[ArticlePage]) -> list[ArticlePage]:
    """The articles, each knowing its people and topics: thirty ask the database no more often than one."""
    found = list(articles)
    authors, topics = authors_of(found), topics_of(found)
    for article in found:
        article.told_authors, article.told_topics = authors[article.pk], topics[article.pk]
    return found
