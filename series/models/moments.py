"""Rows become facts: what one moment's numbers, states and addresses depend on, loaded in three queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from series.core.order import Announce, Kind, PartFacts, PartState, state_of
from series.core.reading_time import minutes
from series.core.shown import Address, Habits, ShownPart, shown_parts
from series.models.visibility import closed_paths, is_readable


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a page waits for: the instant, the title that it will then have, and the revision's id."""

    at: datetime
    title: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What was loaded to answer for one moment: articles by id, what they wait for, and closed branches."""

    now: datetime
    articles: Mapping[int, Any]
    waiting: Mapping[int, Release]
    closed: tuple[str, ...]
    as_if_live: frozenset[str] = frozenset()

    def shown(self, series, rows: Iterable) -> tuple[ShownPart, ...]:
        """What readers may know of these rows of the series, in their order."""
        known = [row for row in rows if row.article_id in self.articles]
        announce = Announce(series.announce)
        return shown_parts(
            [self._facts(row, announce) for row in known],
            habits=habits_of(series),
            now=self.now,
            addresses={str(row.uuid): self._address(row) for row in known},
        )

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


def _is_over(expire_at: str | None, now: datetime) -> bool:
    parsed = parse_datetime(expire_at) if expire_at else None
    return parsed is not None and parsed <= now
