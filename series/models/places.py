"""Rows become places: loads what numbers depend on, and lets series.core decide them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from series.core import shown
from series.core.order import Announce, Kind, PartFacts, PartState, state_of
from series.core.reading_time import minutes
from series.core.shown import Address, Habits, ShownPart
from series.models.visibility import closed_paths, is_readable


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


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a page waits for: the instant, the title that it will then have, and the revision's id."""

    at: datetime
    title: str
    revision: int


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


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What was loaded to answer for one moment: articles by id, what they wait for, and closed branches."""

    now: datetime
    articles: Mapping[int, Any]
    waiting: Mapping[int, Release]
    closed: tuple[str, ...]
    as_if_live: frozenset[str] = frozenset()

    def view(self, series, rows: Iterable) -> SeriesView:
        """The series with these rows, in their order."""
        known = [row for row in rows if row.article_id in self.articles]
        announce = Announce(series.announce)
        parts = shown.shown_parts(
            [self._facts(row, announce) for row in known],
            habits=habits_of(series),
            now=self.now,
            addresses={str(row.uuid): self._address(row) for row in known},
        )
        return SeriesView(series, parts)

    def state(self, row, announce: Announce) -> PartState:
        """Live, announced or draft: closed and expired pages are drafts to readers."""
        page, release = self.articles[row.article_id], self.waiting.get(row.article_id)
        if str(row.uuid) in self.as_if_live:
            return PartState.LIVE
        if page.path.startswith(self.closed):
            return PartState.DRAFT
        live = is_readable(page, now=self.now, closed=self.closed)
        return state_of(live=live, release_at=release.at if release else None, announce=announce)

    def _facts(self, row, announce: Announce) -> PartFacts:
        page, release = self.articles[row.article_id], self.waiting.get(row.article_id)
        return PartFacts(
            uuid=str(row.uuid),
            state=self.state(row, announce),
            title=release.title if release else page.title,
            slug=page.slug,
            label_override=row.label_override,
            short_title=row.short_title,
            side=row.side,
            teaser=row.teaser or page.teaser,
            minutes=minutes(page.words),
            optional=row.optional,
            publishes_at=release.at if release else None,
        )

    def _address(self, row) -> Address:
        page = self.articles[row.article_id]
        return Address(page_id=page.pk, url=page.url or "")


def view_of(series, *, now: datetime, as_if_live: frozenset[str] = frozenset()) -> SeriesView:
    """One series, as stored or as its draft is being edited.

    `as_if_live` are uuids of parts that count as live: what a letter or a preview shows before its page is public.
    """
    rows = list(series.parts.all())
    return moment(rows, now=now, as_if_live=as_if_live).view(series, rows)


def views_of(all_series: Iterable, *, now: datetime, as_if_live: frozenset[str] = frozenset()) -> dict[int, SeriesView]:
    """Many series by id, with as few queries as one."""
    found = {series.pk: series for series in all_series}
    rows = list(_parts().filter(series__in=found).order_by("sort_order", "pk")) if found else []
    loaded = moment(rows, now=now, as_if_live=as_if_live)
    return {pk: loaded.view(series, (row for row in rows if row.series_id == pk)) for pk, series in found.items()}


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


def habits_of(series) -> Habits:
    """What the author decided, as numbers need it."""
    return Habits(
        kind=Kind(series.kind),
        announce=Announce(series.announce),
        label_word=series.label_word,
        side_labels=series.side_labels,
        planned_total=series.planned_total,
        complete=series.status == series.Status.COMPLETE,
    )


def moment(rows: Iterable, *, now: datetime, as_if_live: frozenset[str] = frozenset()) -> Moment:
    """All that these rows' states, numbers and addresses depend on, in three queries."""
    ids = {row.article_id for row in rows}
    articles = apps.get_model("series.ArticlePage").objects.defer("body").in_bulk(ids) if ids else {}
    return Moment(
        now=now,
        articles=articles,
        waiting=releases([page for page in articles.values() if not page.live], now=now),
        closed=closed_paths() if ids else (),
        as_if_live=as_if_live,
    )


def releases(pages: Iterable[Page], *, now: datetime) -> dict[int, Release]:
    """The approved revision that each page waits for, by the page's id. One that would be past its end is none."""
    ids = [str(page.pk) for page in pages]
    if not ids:
        return {}
    rows = Revision.page_revisions.filter(object_id__in=ids, approved_go_live_at__isnull=False)
    values = rows.values("pk", "object_id", "approved_go_live_at", "content__title", "content__expire_at")
    return {
        int(row["object_id"]): Release(at=row["approved_go_live_at"], title=row["content__title"], revision=row["pk"])
        for row in values
        if not _is_over(row["content__expire_at"], now)
    }


def _parts():
    return apps.get_model("series.SeriesPart").objects


def _rows_of(ids: list[int], now: datetime):
    readable = apps.get_model("series.SeriesPage").objects.readable(now)
    rows = _parts().filter(article__in=ids, series__in=readable.values("pk"))
    return rows.select_related("series").order_by("-exclusive", "series__title", "pk")


def _is_over(expire_at: str | None, now: datetime) -> bool:
    parsed = parse_datetime(expire_at) if expire_at else None
    return parsed is not None and parsed <= now
