"""The pages of topics and authors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from series.models import ArticlePage, Author, SeriesPage, Topic
from series.models.lists import listed

NEWEST = 100  # a topic's page is one list; older articles are found in the archive


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What is written on a topic."""
    found = get_object_or_404(Topic, slug=slug)
    now = timezone.now()
    articles = ArticlePage.objects.readable(now).filter(topics=found)
    all_series = SeriesPage.objects.readable(now).filter(topics=found).select_related("cover").newest_first()
    return render(
        request,
        "series/topic/web.html",
        {"topic": found, "articles": _newest(articles, now), "all_series": list(all_series)},
    )


def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Who writes, and what."""
    found = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    now = timezone.now()
    articles = ArticlePage.objects.readable(now).filter(authorships__author=found)
    all_series = SeriesPage.objects.readable(now).with_article(articles).select_related("cover").newest_first()
    return render(
        request,
        "series/author/web.html",
        {"author": found, "articles": _newest(articles, now), "all_series": list(all_series)},
    )


def _newest(articles, now) -> list[ArticlePage]:
    return listed(articles.defer("body").newest_first()[:NEWEST], now=now)
