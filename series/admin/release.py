"""The release page of a series: publish its parts now or plan them, each through our publish verb."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.models import Page

from series.admin.release_form import BY_HAND, NOW, SPACED, TOGETHER, ReleaseForm
from series.core.order import Kind
from series.core.release_plan import PlanPart
from series.models import ArticlePage, SeriesPage
from series.models.board import board_rows
from series.publish import publish

WALL = "%Y-%m-%dT%H:%M"


def release(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows what would happen first; a second press does it, all of it or nothing."""
    series = get_object_or_404(SeriesPage, pk=page_id)
    if not series.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    now = timezone.now()
    parts = [_plan_part(row) for row in board_rows(series, now=now)]
    if request.method != "POST":
        return _show(
            request, series, ReleaseForm(initial=_initial(parts, request.user, series.kind), parts=parts, now=now)
        )
    form = ReleaseForm(_along(request.POST, parts, now), parts=parts, now=now)
    if form.is_valid() and "confirm" in request.POST and _apply(request, series, form):
        return redirect("wagtailadmin_pages:edit", series.pk)
    return _show(request, series, form)


def _along(posted: QueryDict, parts: list[PlanPart], now: datetime) -> QueryDict:
    """What was posted; after a press on "shift the rest" the parts behind the moved one have moved as well."""
    form = ReleaseForm(posted, parts=parts, now=now)
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
    context = {
        "page_title": "Publish or plan the parts",
        "page_subtitle": series.title,
        "header_icon": "date",
        "series": series,
        "form": form,
        "is_ready": is_ready,
        "is_now": is_ready and form.cleaned_data["mode"] == NOW,
        "plan": form.plan() if is_ready and form.cleaned_data["mode"] != NOW else (),
        "own_zone": request.user.zone.key,
    }
    return render(request, "series/admin/release.html", context)


def _apply(request: HttpRequest, series: SeriesPage, form: ReleaseForm) -> bool:
    """Every part or none: a part that may not be published keeps the others back, and says why."""
    moments = _moments(form)
    pages = _pages(series, moments)
    refused = [page.title for page in pages.values() if not page.permissions_for_user(request.user).can_publish()]
    if refused:
        form.add_error(None, f"You may not publish {_named(refused)}. Ask someone who may.")
        return False
    try:
        with transaction.atomic():
            for uuid, at in moments.items():
                publish(pages[uuid], user=request.user, at=at)
    except ValidationError as refusal:
        form.add_error(None, ValidationError([*refusal.messages, "Nothing was published or planned."]))
        return False
    messages.success(request, _done(moments))
    return True


def _moments(form: ReleaseForm) -> dict[str, datetime | None]:
    if form.cleaned_data["mode"] == NOW:
        return {part.uuid: None for part in form.waiting}
    return {entry.uuid: entry.at for entry in form.plan()}


def _pages(series: SeriesPage, moments: dict) -> dict[str, Page]:
    rows = {str(row.uuid): row.article_id for row in series.parts.all() if str(row.uuid) in moments}
    found = ArticlePage.objects.in_bulk(rows.values())
    return {uuid: found[pk] for uuid, pk in rows.items()}


def _named(titles: list[str]) -> str:
    return " and ".join(f"“{title}”" for title in titles)


def _done(moments: dict) -> str:
    parts = "1 part" if len(moments) == 1 else f"{len(moments)} parts"
    if any(moments.values()):
        return f"{parts} will go live by plan. The dates are on the board."
    return f"{parts} published."
