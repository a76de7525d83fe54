"""Where a part stands in its series today: rows in, words for a letter out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from newsletter.core.content import PartPlace
from newsletter.core.items import coming_words, part_place
from series.core.order import Announce, Kind, PartFacts, coming, neighbours, places, public_parts, state_of
from series.models import SeriesPage, SeriesPart


def place_of(part: SeriesPart, *, now: datetime, zone: ZoneInfo) -> PartPlace:
    """The place that a letter at `now` speaks of; a part that is not live by then counts as if it were."""
    series, uuid = part.series, str(part.uuid)
    rows = list(series.parts.select_related("article").order_by("sort_order", "pk"))
    announce, kind = Announce(series.announce), Kind(series.kind)
    facts = [_facts(row, announce=announce, shown=row.pk == part.pk) for row in rows]
    shown = public_parts(facts, announce=announce, now=now)
    numbered = places(facts, announce=announce, now=now, **_habits(series))
    following = coming(shown, uuid)
    return part_place(
        numbered.get(uuid),
        neighbours(shown, uuid, kind=kind),
        series=series.short_title or series.title,
        series_url=_public_url(series),
        urls={str(row.uuid): _public_url(row.article) for row in rows},
        coming=coming_words(following, place=numbered.get(following.uuid) if following else None, zone=zone),
    )


def _habits(series: SeriesPage) -> dict:
    return {
        "kind": Kind(series.kind),
        "label_word": series.label_word,
        "side_labels": {"a": series.side_a_label, "b": series.side_b_label},
        "planned_total": series.planned_total,
        "complete": series.status == SeriesPage.Status.COMPLETE,
    }


def _facts(row: SeriesPart, *, announce: Announce, shown: bool) -> PartFacts:
    planned = None if row.article.live else row.article.scheduled_revision
    release_at = planned.approved_go_live_at if planned else None
    live = shown or (row.article.live and not row.article.get_view_restrictions().exists())
    return PartFacts(
        uuid=str(row.uuid),
        state=state_of(live=live, release_at=release_at, announce=announce),
        title=row.article.title,
        slug=row.article.slug,
        label_override=row.label_override,
        short_title=row.short_title,
        side=row.side,
        publishes_at=release_at,
    )


def _public_url(page) -> str:
    return page.full_url or "" if page.live and not page.get_view_restrictions().exists() else ""
