"""Where articles stand in their series, as pages, answers and letters ask for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from django.apps import apps

from series.core import shown
from series.core.order import Kind
from series.core.shown import LetterPlace, ShownPart
from series.models.moments import habits_of, moment


@dataclass(frozen=True, kw_only=True)
class ArticlePlace:
    """An article's place in one series, with all that a page or letter says about it."""

    uuid: str
    series: Any
    kind: str
    words: str
    label: str
    position: int
    of: int
    side: str
    previous: ShownPart | None
    next: ShownPart | None
    counterpart: ShownPart | None
    coming: ShownPart | None
    parts: tuple[ShownPart, ...]

    def in_letter(self, *, zone: tzinfo) -> LetterPlace:
        """The place as a letter speaks of it, its dates as they are in `zone`."""
        series = self.series
        is_public = series.live and not series.get_view_restrictions().exists()
        return LetterPlace(
            series=series.short_title or series.title,
            label=self.label,
            words=self.words,
            position=self.position,
            of=self.of,
            series_url=(series.url or "") if is_public else "",
            previous=self.previous,
            counterpart=self.counterpart,
            coming=_in_zone(self.coming, zone),
        )


@dataclass(frozen=True)
class SeriesView:
    """A series as readers see it at one moment."""

    series: Any
    parts: tuple[ShownPart, ...]

    @property
    def minutes(self) -> int:
        return shown.minutes(self.parts)

    @property
    def begin(self) -> ShownPart | None:
        return shown.begin(self.parts)

    @property
    def sides(self) -> tuple[tuple[str, tuple[ShownPart, ...]], ...]:
        return shown.sides(self.parts, habits=habits_of(self.series))

    def place_of(self, uuid: str) -> ArticlePlace | None:
        """The place of the part, or None while readers may not know of it."""
        part = next((part for part in self.parts if part.uuid == uuid), None)
        if part is None:
            return None
        near = shown.beside(self.parts, uuid, kind=Kind(self.series.kind))
        return ArticlePlace(
            uuid=uuid,
            series=self.series,
            kind=self.series.kind,
            words=part.words,
            label=part.label,
            position=part.position,
            of=part.of,
            side=part.side,
            previous=near.previous,
            next=near.next,
            counterpart=near.counterpart,
            coming=near.coming,
            parts=self.parts,
        )


def view_of(series, *, now: datetime, as_if_live: frozenset[str] = frozenset()) -> SeriesView:
    """One series, as stored or as its draft is being edited.

    `as_if_live` are uuids of parts that count as live: what a letter or a preview shows before its page is public.
    """
    rows = list(series.parts.all())
    return SeriesView(series, moment(rows, now=now, as_if_live=as_if_live).shown(series, rows))


def views_of(all_series: Iterable, *, now: datetime, as_if_live: frozenset[str] = frozenset()) -> dict[int, SeriesView]:
    """Many series by id, with as few queries as one."""
    found = {series.pk: series for series in all_series}
    rows = list(_parts().filter(series__in=found).order_by("sort_order", "pk")) if found else []
    loaded = moment(rows, now=now, as_if_live=as_if_live)
    return {
        pk: SeriesView(series, loaded.shown(series, (row for row in rows if row.series_id == pk)))
        for pk, series in found.items()
    }


def places_of(articles: Iterable, *, now: datetime, as_if_live: bool = False) -> dict[int, list[ArticlePlace]]:
    """Every public place of these articles, by the article's id; the sequence or contrast comes first.

    Series that readers may not see give no place. The number of queries does not grow with the articles.
    """
    ids = [article.pk for article in articles]
    rows = list(_rows_of(ids, now)) if ids else []
    views = views_of(
        {row.series_id: row.series for row in rows}.values(),
        now=now,
        as_if_live=frozenset(str(row.uuid) for row in rows if as_if_live),
    )
    found: dict[int, list[ArticlePlace]] = {pk: [] for pk in ids}
    for row in rows:
        place = views[row.series_id].place_of(str(row.uuid))
        found[row.article_id] += [place] if place else []
    return found


def _in_zone(part: ShownPart | None, zone: tzinfo) -> ShownPart | None:
    if part is None or part.publishes_at is None:
        return part
    return replace(part, publishes_at=part.publishes_at.astimezone(zone))


def _parts():
    return apps.get_model("series.SeriesPart").objects


def _rows_of(ids: list[int], now: datetime):
    readable = apps.get_model("series.SeriesPage").objects.readable(now)
    rows = _parts().filter(article__in=ids, series__in=readable.values("pk"))
    return rows.select_related("series").order_by("-exclusive", "series__title", "pk")
