"""What an article's page and letters are given beside its body."""

from datetime import datetime
from typing import Any

from cms.core.links import absolute
from series.core import json_ld
from series.core.json_ld import Data, Work
from series.core.reading_time import minutes
from series.models import care
from series.models.lists import related_to
from series.models.places import ArticlePlace, places_of

CONTENTS_FROM = 4  # headings; what has fewer is seen at a glance


def article_context(article, *, now: datetime, is_preview: bool = False, home: str = "") -> dict[str, Any]:
    """Everything that templates/series/article/web.html shows; `home` is the reader's country, if they told it."""
    identity = care.identity_of(article)
    places = places_of([article], now=now, as_if_live=is_preview)[article.pk] if article.pk else []
    authors = article.authors
    base = article.full_url or ""
    support_lines = care.support_lines(article.content_notes, support=article.support, identity=identity)
    return {
        "authors": authors,
        "minutes": minutes(article.count_words()) if is_preview else article.minutes,
        "published_on": article.published_on_shown,
        "places": places,
        "contents": _contents(article),
        "content_note": article.content_note,
        "support_countries": care.by_country(support_lines, home=home),
        "disclaimer": care.disclaimer(identity, is_shown=article.show_disclaimer),
        "signs_note": care.signs_note(identity),
        "topics": list(article.topics.all()),
        "json_ld": article_json_ld(article, authors=authors, places=places, base=base),
        "related": related_to(article, base=base),
        "base_url": base,
    }


def _contents(article) -> list[tuple[str, str]]:
    """The headings of a text that is long enough to need them."""
    found = article.body.stream_block.contents(article.body)
    return found if len(found) >= CONTENTS_FROM else []


def article_json_ld(article, *, authors: list, places: list[ArticlePlace], base: str) -> Data:
    """The article and the series it stands in, for search engines."""
    work = Work(
        title=article.title,
        url=article.canonical_url or base,
        description=article.search_description or article.teaser,
        language=article.locale.language_code,
        authors=author_links(authors, base=base),
        published=article.published_on_shown,
        changed=article.last_published_at,
    )
    inside = [(Work(title=place.series.title, url=place.series.full_url or ""), place.position) for place in places]
    return json_ld.article(work, places=inside)


def series_json_ld(series, *, authors: list, parts, base: str) -> Data:
    """The series and its live parts, for search engines."""
    work = Work(
        title=series.title,
        url=base,
        description=series.search_description or series.teaser,
        language=series.locale.language_code,
        authors=author_links(authors, base=base),
        changed=series.last_published_at,
    )
    live = [part for part in parts if part.is_live]
    return json_ld.series(
        work, parts=[(Work(title=part.title, url=absolute(part.url or "", base=base)), part.position) for part in live]
    )


def author_links(authors: list, *, base: str) -> tuple[tuple[str, str], ...]:
    return tuple((author.name, absolute(author.get_absolute_url(), base=base)) for author in authors)
