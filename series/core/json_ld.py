"""What search engines are told, as schema.org data: only what every reader may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

CONTEXT = "https://schema.org"

Data = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Work:
    """A page as search engines know it; addresses are absolute. Empty things are left out."""

    title: str
    url: str
    description: str = ""
    language: str = "en"
    authors: tuple[tuple[str, str], ...] = ()  # (name, address)
    image: str = ""
    published: date | None = None
    changed: datetime | None = None


def article(work: Work, *, places: Iterable[tuple[Work, int]] = ()) -> Data:
    """An article; `places` are the series it is a part of, the one that it is read in first, with its position."""
    inside = [(_series(found), position) for found, position in places]
    told: Data = {"@context": CONTEXT, "@type": "Article", "headline": work.title, **_words(work)}
    return {**told, "isPartOf": [found for found, _ in inside], "position": inside[0][1]} if inside else told


def series(work: Work, *, parts: Iterable[tuple[Work, int]]) -> Data:
    """A series with its live parts."""
    has_part = [
        {"@type": "Article", "headline": part.title, "url": part.url, "position": position} for part, position in parts
    ]
    told = {"@context": CONTEXT, **_series(work)}
    return {**told, "hasPart": has_part} if has_part else told


def _series(work: Work) -> Data:
    return {"@type": "CreativeWorkSeries", "name": work.title, **_words(work)}


def _words(work: Work) -> Data:
    given: Mapping[str, Any] = {
        "url": work.url,
        "description": work.description,
        "inLanguage": work.language,
        "author": [{"@type": "Person", "name": name, "url": url} for name, url in work.authors],
        "image": work.image,
        "datePublished": work.published.isoformat() if work.published else "",
        "dateModified": work.changed.isoformat() if work.changed else "",
    }
    return {name: value for name, value in given.items() if value}
