"""The release page of a series: publish its parts now or plan them, each through our publish verb."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from series.admin.release_form import BY_HAND, NOW, SPACED, TOGETHER, ReleaseForm
from series.core.order import Kind
from series.core.release_plan import PlanPart
from series.models import ArticlePage, SeriesPage
from series.models.board import board_rows
from series.publish import publish

Fresh = Callable[..., ReleaseForm]

WALL = "%Y-%m-%dT%H:%M"
MAY_NOT = "You may not publish {}. Ask someone who may."


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows what would happen first; a second press does it, all of it or nothing."""
    series = get_object_or_404(SeriesPage, pk=page_id)
    if not series.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    now = timezone.now()
    parts = [_plan_part(row) for row in board_rows(series, now=now)]
    fresh = partial(ReleaseForm, parts=parts, now=now, is_draft=not series.live)
    if request.method != "POST":
        return _show(request, series, fresh(initial=_initial(parts, request.user, series.kind)))
    form = fresh(_along(request.POST, fresh))
    if "publish_series" in request.POST:
        return _publish_series(request, series)
    if form.is_valid() and "confirm" in request.POST and _apply(request, series, form):
        return _to_the_board(series)
    return _show(request, series, form)


def _along(posted: QueryDict, fresh: Fresh) -> QueryDict:
    """What was posted; after a press on "shift the rest" the parts behind the moved one have moved as well."""
    form = fresh(posted)
    form.is_valid()
    if "shift" not in posted or not form.shift:
        return posted
    shifted = posted.copy()
    for uuid, wall in form.shift.walls.items():
        shifted[f"at_{uuid}"] = wall.strftime(WALL)
    return shifted


def _plan_part(row) -> PlanPart:
    return PlanPart(uuid=row.uuid, name=row.title, is_live=row.is_live, at=row.planned_for)


def _initial(parts: list[PlanPart], user, kind: str) -> dict:
    zone, usual = user.zone, TOGETHER if kind == Kind.CONTRAST else SPACED
    planned = {f"at_{part.uuid}": part.at.astimezone(zone).strftime(WALL) for part in parts if part.at}
    return {"mode": BY_HAND if planned else usual, "every_days": 4, "zone": zone.key, **planned}


def _show(request: HttpRequest, series: SeriesPage, form: ReleaseForm) -> HttpResponse:
    is_ready = form.is_bound and form.is_valid()
    is_now = is_ready and form.cleaned_data["mode"] == NOW
    context = {
        "page_title": "Publish or plan the parts",
        "page_subtitle": series.title,
        "header_icon": "date",
        "series": series,
        "form": form,
        "is_ready": is_ready,
        "is_now": is_now,
        "plan": form.plan() if is_ready and not is_now else (),
        "own_zone": request.user.zone.key,
    }
    return render(request, "series/admin/release.html", context)


def _publish_series(request: HttpRequest, series: SeriesPage) -> HttpResponse:
    """The page of a series whose parts are out already."""
    if not series.permissions_for_user(request.user).can_publish():
        messages.error(request, MAY_NOT.format(_named([series.title])))
        return redirect("series_release", series.pk)
    try:
        publish(series, user=request.user)
        messages.success(request, f"“{series.title}” is live, and its parts know each other.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _to_the_board(series)


def _to_the_board(series: SeriesPage) -> HttpResponse:
    return redirect(f"{reverse('wagtailadmin_pages:edit', args=[series.pk])}#tab-parts")


def _apply(request: HttpRequest, series: SeriesPage, form: ReleaseForm) -> bool:
    """Every page or none: one that may not be published keeps the others back, and says why."""
    released = _released(series, form)
    refused = [page.title for page, _ in released if not page.permissions_for_user(request.user).can_publish()]
    if refused:
        form.add_error(None, MAY_NOT.format(_named(refused)))
        return False
    try:
        with transaction.atomic():
            for page, at in released:
                publish(page, user=request.user, at=at)
    except ValidationError as refusal:
        form.add_error(None, ValidationError([*refusal.messages, "Nothing was published or planned."]))
        return False
    messages.success(request, _done(form))
    return True


def _released(series: SeriesPage, form: ReleaseForm) -> list[tuple[Page, datetime | None]]:
    """Each page with its moment; the series before its parts, so that they find it."""
    moments = form.moments
    rows = {str(row.uuid): row.article_id for row in series.parts.all() if str(row.uuid) in moments}
    found = ArticlePage.objects.in_bulk(rows.values())
    own = [(series, form.series_at)] if form.takes_series else []
    return [*own, *((found[rows[uuid]], at) for uuid, at in moments.items())]


def _named(titles: list[str]) -> str:
    return " and ".join(f"“{title}”" for title in titles)


def _done(form: ReleaseForm) -> str:
    count, along = len(form.moments), ", and the series with them" if form.takes_series else ""
    parts = "1 part" if count == 1 else f"{count} parts"
    if any(form.moments.values()):
        return f"{parts} will go live by plan{along}. The dates are on the board below."
    return f"{parts} published{along}."
