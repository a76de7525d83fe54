"""Articles as lists show them, with as few queries for thirty as for one; and what stands beside an article."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.apps import apps
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy

from cms.core.links import absolute
from series.models.places import ArticlePlace, places_of
from series.part_words import number_words

ENOUGH = 6  # candidates for a block that shows three

_number = lazy(number_words, str)  # a page's own language is active only while its template is written


def listed(articles: Iterable, *, now: datetime) -> list:
    """The articles, each knowing its line above the title."""
    found = list(articles)
    places, topics = places_of(found, now=now), topics_of(found)
    for article in found:
        article.kicker = kicker(places[article.pk], topics[article.pk])
    return found


def kicker(places: list[ArticlePlace], topics: list) -> str:
    """The line above a title: the series and the place in it, else the first topic, else nothing."""
    place = next((place for place in places if place.words), None)
    if place:
        return format_lazy("{}, {}", place.series.short_title or place.series.title, _number(place))
    return topics[0].title if topics else ""


def topics_of(articles: Iterable) -> dict[int, list]:
    """The topics of each article by its id, in the order of their titles."""
    article = apps.get_model("series.ArticlePage")
    ids = [page.pk for page in articles]
    rows = article.topics.through.objects.filter(articlepage__in=ids).select_related("topic").order_by("topic__title")
    found: dict[int, list] = {pk: [] for pk in ids}
    for row in rows if ids else ():
        found[row.articlepage_id].append(row.topic)
    return found


def authors_of(articles: Iterable) -> dict[int, list]:
    """Who wrote each article by its id, in the order of its byline."""
    ids = [page.pk for page in articles]
    rows = apps.get_model("series.ArticleAuthor").objects.filter(article__in=ids).select_related("author")
    found: dict[int, list] = {pk: [] for pk in ids}
    for row in rows.order_by("sort_order") if ids else ():
        found[row.article_id].append(row.author)
    return found


def related_to(article, *, base: str):
    """What fills a `related` block of this article: a function of its setting (series, topic) that gives links."""
    return partial(_related, article, base)


def _related(article, base: str, auto: str) -> list[dict]:
    now = timezone.now()
    pages = _of_the_series(article, now) if auto == "series" else _of_the_topics(article, now)
    return [
        {"id": page.pk, "slug": page.slug, "title": page.title, "url": absolute(page.url or "", base=base)}
        for page in pages
    ]


def _of_the_series(article, now: datetime) -> list:
    places = places_of([article], now=now, as_if_live=True)[article.pk]
    ids = [part.page_id for place in places for part in place.parts if part.is_live and part.page_id != article.pk]
    found = type(article).objects.readable(now).defer("body").in_bulk(ids[:ENOUGH])
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def _of_the_topics(article, now: datetime) -> list:
    topics = [topic.pk for topic in article.topics.all()]
    pages = type(article).objects.readable(now).filter(topics__in=topics).exclude(pk=article.pk)
    return list(pages.defer("body").distinct().newest_first()[:ENOUGH])
