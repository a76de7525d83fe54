"""The series board: each part's number, state and minutes, as readers meet them today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.admin.panels import Panel

from series.core.order import Announce, PartState
from series.core.shown import ShownPart
from series.models.moments import Moment, moment

A_TICK = timedelta(minutes=2)  # the scheduler looks every minute


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One part for its author. `words` is its public number, empty while readers may not know of it."""

    uuid: str
    article_id: int
    title: str
    words: str
    minutes: int
    is_live: bool
    planned_for: datetime | None
    is_late: bool
    readers_see: str


def board_rows(series, *, now: datetime) -> list[BoardRow]:
    """Every part in its order, drafts too."""
    rows = list(series.parts.all())
    loaded = moment(rows, now=now)
    shown = {part.uuid: part for part in loaded.shown(series, rows)}
    announce = Announce(series.announce)
    return [_row(row, shown.get(str(row.uuid)), loaded, announce) for row in rows if row.article_id in loaded.articles]


class BoardPanel(Panel):
    """A table above the parts. It shows what is saved; dragging changes it with the next save."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "series/admin/board.html"

        def is_shown(self):
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context=None):
            rows = board_rows(self.instance, now=timezone.now())
            alone = not self.instance.live and any(row.is_live for row in rows)
            return {**super().get_context_data(parent_context), "rows": rows, "series": self.instance, "alone": alone}


def _row(row, shown: ShownPart | None, loaded: Moment, announce: Announce) -> BoardRow:
    page, release = loaded.articles[row.article_id], loaded.waiting.get(row.article_id)
    state = loaded.state(row, announce)
    return BoardRow(
        uuid=str(row.uuid),
        article_id=page.pk,
        title=row.short_title or page.title,
        words=shown.words if shown else "",
        minutes=page.minutes,
        is_live=state is PartState.LIVE,
        planned_for=release.at if release else None,
        is_late=bool(release) and release.at < loaded.now - A_TICK,
        readers_see=_seen(shown, is_closed=page.live and state is PartState.DRAFT),
    )


def _seen(shown: ShownPart | None, *, is_closed: bool) -> str:
    if shown is None:
        return "Nothing: it is private or past its end" if is_closed else "Nothing"
    if shown.is_live:
        return "The whole text"
    return "Title and date, no link" if shown.publishes_at else "The title, no link"
