"""What was planned goes live, and what is past its end goes: page by page, so that an error stops one page only.

Parts of one series that were planned for the same moment are a bundle, as the two sides of a contrast are: all of
them are looked at again before the first goes live, and one that may not be published keeps the others back.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.log_actions import log as write_log
from wagtail.models import DraftStateMixin, Page, Revision

from series.models import ArticlePage, SeriesPage, SeriesPart
from series.models.publishing import PublishStopped, refuse_unready

log = logging.getLogger(__name__)

PUBLISHED, EXPIRED, MISSED, STOPPED, FAILED = "published", "expired", "missed its window", "stopped", "failed"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one page or snippet that was due; `words` say why where it is not what was planned."""

    what: str
    object_id: str
    words: str = ""


def publish_due(*, now: datetime) -> tuple[Outcome, ...]:
    """Everything that is due at `now` (the database's time), what is past its end first. Safe to run twice at once."""
    releases = (_bundle_released(bundle, now) for bundle in _bundles(now))
    return tuple(chain(_each(_expire, _past_their_end(now), now), *releases))


def _past_their_end(now: datetime) -> Iterator[tuple[type, int]]:
    for model in _models_with_drafts():
        over = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
        yield from [(model, pk) for pk in over.values_list("pk", flat=True)]


def _bundles(now: datetime) -> list[list[Revision]]:
    """The due revisions, earliest first; those of one series and one moment stand together."""
    due = list(Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk"))
    series = _series_of(due)
    bundles: dict[tuple, list[Revision]] = {}
    for row in due:
        key = (series[row.pk], row.approved_go_live_at) if row.pk in series else (row.pk,)
        bundles.setdefault(key, []).append(row)
    return list(bundles.values())


def _series_of(due: list[Revision]) -> dict[int, int]:
    """Revision -> the series that its page is a part of, or is; a sequence or contrast before any collection."""
    page_type = ContentType.objects.get_for_model(Page)
    pages = {row.pk: int(row.object_id) for row in due if row.base_content_type_id == page_type.pk}
    places = SeriesPart.objects.filter(article__in=pages.values()).order_by("exclusive", "-series")
    series = dict(places.values_list("article", "series"))
    # A series that was never out, or is not any more, goes live with the parts that were planned with it.
    drafts = SeriesPage.objects.filter(pk__in=pages.values(), live=False).values_list("pk", flat=True)
    series |= {pk: pk for pk in drafts}
    return {revision: series[page] for revision, page in pages.items() if page in series}


def _bundle_released(bundle: list[Revision], now: datetime) -> Iterator[Outcome]:
    held = _held_back(bundle) if len(bundle) > 1 else ()
    return iter(held) if held else _each(_release, ((Revision, row.pk) for row in bundle), now)


def _held_back(bundle: list[Revision]) -> tuple[Outcome, ...]:
    """Why none of them goes live now; empty when all may."""
    drafts = [row.as_object() for row in bundle]
    reasons = {draft.pk: _reason(draft) for draft in drafts}
    if not any(reasons.values()):
        return ()
    stopped = " and ".join(f"“{draft.title}”" for draft in drafts if reasons[draft.pk])
    waits = f"It was to go live together with {stopped}, and waits for it."
    return tuple(Outcome(what=STOPPED, object_id=str(pk), words=words or waits) for pk, words in reasons.items())


def _reason(draft) -> str:
    try:
        if isinstance(draft, ArticlePage):
            refuse_unready(draft)
    except PublishStopped as stopped:
        return " ".join(stopped.messages)
    return ""


def _each(act: Callable, due: Iterator[tuple[type, int]], now: datetime) -> Iterator[Outcome]:
    for model, pk in due:
        outcome = _alone(act, model, pk, now)
        if outcome:
            log.info("due page", extra={"what": outcome.what, "object": outcome.object_id})
            yield outcome


def _alone(act: Callable, model: type[models.Model], pk: int, now: datetime) -> Outcome | None:
    """One page in a transaction of its own, which an error takes back whole."""
    try:
        with transaction.atomic(durable=True):
            return act(model, pk, now)
    except PublishStopped as stopped:
        return Outcome(what=STOPPED, object_id=str(pk), words=" ".join(stopped.messages))
    except Exception as failure:  # whatever one page's receivers raise, the other pages do not wait
        log.exception("a due page failed", extra={"kind": model.__name__, "key": pk})
        return Outcome(what=FAILED, object_id=str(pk), words=f"{type(failure).__name__}: {failure}")


def _expire(model: type[models.Model], pk: int, now: datetime) -> Outcome | None:
    found = model.objects.select_for_update().filter(pk=pk, live=True, expire_at__lte=now).first()
    if found is None:
        return None
    found.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return Outcome(what=EXPIRED, object_id=str(pk))


def _release(_model: type[models.Model], pk: int, now: datetime) -> Outcome | None:
    revision = _claimed(pk, now)
    if revision is None:
        return None
    draft = revision.as_object()
    if draft.expire_at and draft.expire_at <= now:
        return _miss(revision, draft)
    revision.publish(log_action="wagtail.publish.scheduled")
    return Outcome(what=PUBLISHED, object_id=revision.object_id)


def _claimed(pk: int, now: datetime) -> Revision | None:
    """The revision, if its approval still stands and nobody else took it: reading and taking are one statement."""
    approved = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=now)
    revision = approved.first()
    if revision is None or not approved.update(approved_go_live_at=None):
        return None
    revision.approved_go_live_at = None
    return revision


def _miss(revision: Revision, draft) -> Outcome:
    # Down over the whole window: published now it would only have to be taken down again.
    type(draft).objects.filter(pk=draft.pk).update(expired=True)
    write_log(instance=draft, action="wagtail.schedule.cancel", revision=revision)
    words = "It was to be public for a while that is over, so it was not published."
    return Outcome(what=MISSED, object_id=revision.object_id, words=words)


def _models_with_drafts() -> list[type[models.Model]]:
    others = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *others]
