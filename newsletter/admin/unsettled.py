"""Deliveries of an issue that did not end well: what is known of each, and what a person may decide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from newsletter.admin.pages import CHANGE, IssuePage
from newsletter.admin.readers_page import SEE_ADDRESS, VIEW
from newsletter.core.delivery_state import Reason, State
from newsletter.core.delivery_words import REASONS
from newsletter.models import Delivery
from newsletter.resolve import NotResolved, leave_it, send_again, try_again
from newsletter.tasks import wake, wake_sender

RESOLVE = "newsletter.resolve_delivery"
PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What can be decided for some deliveries; `done` are the words afterwards."""

    label: str
    words: str
    rows: Callable[[], QuerySet[Delivery]]
    act: Callable[..., int]
    done: str


DECISIONS = {
    "leave": Decision(
        label="Leave it: it probably arrived",
        words="Nothing more is offered. It stays counted as uncertain, settled by you.",
        rows=Delivery.objects.uncertain,
        act=leave_it,
        done="Settled {count}. Nothing more is offered.",
    ),
    "send_again": Decision(
        label="Send again",
        words="Offered once more with the same Message-ID. Whoever had it already may get it twice.",
        rows=Delivery.objects.uncertain,
        act=send_again,
        done="{count} will be offered again now.",
    ),
    "try_again": Decision(
        label="Try these again",
        words="The next server said no, or we gave up. Try again once the cause is mended.",
        rows=Delivery.objects.worth_another_try,
        act=try_again,
        done="{count} will be offered again now.",
    ),
}


class UnsettledView(IssuePage):
    """Uncertain, refused and failed deliveries. GET shows them, POST decides for the ticked ones or for all."""

    title = "Uncertain and refused"
    template_name = "newsletter/admin/unsettled.html"
    permission_required = CHANGE

    def get(self, request: HttpRequest, **_kwargs) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**self._shown(request)))

    def post(self, request: HttpRequest, **_kwargs) -> HttpResponse:
        if not request.user.has_perm(RESOLVE):
            return self.handle_no_permission()
        try:
            messages.success(request, self._decided(request))
            wake(wake_sender)
        except NotResolved as refused:
            messages.error(request, str(refused))
        return redirect("newsletter_issues:unsettled", self.issue.pk)

    def _shown(self, request: HttpRequest) -> dict[str, Any]:
        rows = Delivery.objects.of_issue(self.issue.pk).select_related("subscription__subscriber", "resolved_by")
        groups = [
            _group("Uncertain", rows.uncertain(), request, page="u", decisions=("leave", "send_again")),
            _group("Refused or failed", rows.worth_another_try(), request, page="r", decisions=("try_again",)),
        ]
        return {
            "groups": [group for group in groups if group["count"]],
            "may": request.user.has_perm(RESOLVE),
            "progress_url": reverse("newsletter_issues:progress", args=[self.issue.pk]),
        }

    def _decided(self, request: HttpRequest) -> str:
        decision = DECISIONS.get(request.POST.get("decision", ""))
        if decision is None:
            raise NotResolved("That choice is not offered here, so nothing was changed. Choose one of the buttons.")
        rows = self._meant(request, decision)
        count = decision.act(self.issue.pk, rows, by=request.user, why=request.POST.get("why", ""))
        return decision.done.format(count=f"{count:,} {'delivery' if count == 1 else 'deliveries'}")

    def _meant(self, request: HttpRequest, decision: Decision) -> QuerySet[Delivery]:
        """The ticked ones; or all, once the person has typed how many these are. Raises NotResolved."""
        rows = decision.rows().of_issue(self.issue.pk)
        if request.POST.get("which") == "all":
            if request.POST.get("number", "").strip().replace(",", "") != str(rows.count()):
                raise NotResolved(f"To decide for all of them, type their number: {rows.count():,}.")
            return rows
        ticked = [int(value) for value in request.POST.getlist("delivery") if value.isascii() and value.isdecimal()]
        if not ticked:
            raise NotResolved("Tick the deliveries that you mean first.")
        return rows.filter(pk__in=ticked[:PER_PAGE])


def _group(
    title: str,
    rows: QuerySet[Delivery],
    request: HttpRequest,
    *,
    page: str,
    decisions: tuple[str, ...],
) -> dict[str, Any]:
    shown = Paginator(rows.order_by("-ended_at", "-pk"), PER_PAGE).get_page(request.GET.get(page))
    return {
        "key": page,
        "title": title,
        "count": shown.paginator.count,
        "page": shown,
        "lines": [_line(row, may=request.user.has_perm) for row in shown],
        "decisions": [(name, DECISIONS[name]) for name in decisions],
    }


def _line(row: Delivery, *, may: Callable[[str], bool]) -> dict[str, Any]:
    reader = row.subscription.subscriber if row.subscription else None
    shows_reader = may(VIEW)
    named = reader.masked if reader and shows_reader else f"Letter {str(row.public_id)[:8]}"
    return {
        "row": row,
        "reader": named if reader else "A reader who was erased",
        "short_id": reader.short_id if reader and shows_reader else "",
        "reply": row.reply if may(SEE_ADDRESS) else "",  # servers like to repeat the address
        "known": REASONS[Reason(row.reason)],
        "settled": _settled(row),
    }


def _settled(row: Delivery) -> str:
    if row.state != State.UNCERTAIN or row.resolution == "none":
        return ""
    return f"Left as it is by {row.resolved_by}" if row.resolved_by else "Presumed to have arrived"
