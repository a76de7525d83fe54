"""What may be decided for deliveries that did not end well, and the page on which a person does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from newsletter.admin.readers_page import SEE_ADDRESS, VIEW
from newsletter.core.delivery_state import Reason, State
from newsletter.core.delivery_words import REASONS
from newsletter.core.messages import WORDS, MessageName
from newsletter.core.purposes import OWN, Purpose
from newsletter.models import Delivery, Subscriber
from newsletter.resolve import NotResolved, give_up, leave_it, offer_at_last, send_again, try_again
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
    "offer": Decision(
        label="Offer these now",
        words="Their senders ended for another reason, and that is mended. Nobody gets anything twice.",
        rows=Delivery.objects.set_aside,
        act=offer_at_last,
        done="{count} will be offered now.",
    ),
    "give_up": Decision(
        label="Give these up",
        words="They end as failed. You can try them again later; only a part by mail comes again by itself.",
        rows=Delivery.objects.set_aside,
        act=give_up,
        done="Given up: {count}.",
    ),
}


class DecisionsPage:
    """Set aside, uncertain, refused and failed deliveries of one issue, or to single readers when `issue_id` is None.

    POST decides for the ticked ones or for all.
    """

    template_name = "newsletter/admin/unsettled.html"
    issue_id: int | None = None

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
        return redirect(request.path)

    def _shown(self, request: HttpRequest) -> dict[str, Any]:
        known = ("subscription__subscriber", "addressee__subscriber", "compiled", "resolved_by")
        rows = Delivery.objects.answered_for_by(self.issue_id).select_related(*known)
        groups = [
            _group("Never offered", rows.set_aside(), request, page="a", decisions=("offer", "give_up")),
            _group("Uncertain", rows.uncertain(), request, page="u", decisions=("leave", "send_again")),
            _group("Refused or failed", rows.worth_another_try(), request, page="r", decisions=("try_again",)),
        ]
        return {"groups": [group for group in groups if group["count"]], "may": request.user.has_perm(RESOLVE)}

    def _decided(self, request: HttpRequest) -> str:
        decision = DECISIONS.get(request.POST.get("decision", ""))
        if decision is None:
            raise NotResolved("That choice is not offered here, so nothing was changed. Choose one of the buttons.")
        rows = self._meant(request, decision)
        count = decision.act(self.issue_id, rows, by=request.user, why=request.POST.get("why", ""))
        return decision.done.format(count=f"{count:,} {'delivery' if count == 1 else 'deliveries'}")

    def _meant(self, request: HttpRequest, decision: Decision) -> QuerySet[Delivery]:
        """The ticked ones; or all, once the person has typed how many these are. Raises NotResolved."""
        rows = decision.rows().answered_for_by(self.issue_id)
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
    reader = _reader(row)
    shows_reader = may(VIEW)
    named = reader.masked if reader and shows_reader else f"Letter {str(row.public_id)[:8]}"
    return {
        "row": row,
        "reader": named if reader else "A reader who was erased",
        "short_id": reader.short_id if reader and shows_reader else "",
        "reply": row.reply if may(SEE_ADDRESS) else "",  # servers like to repeat the address
        "what": _what(row),
        "known": REASONS[Reason(row.reason) if row.reason else Reason.UNCLAIMABLE],
        "settled": _settled(row),
    }


def _reader(row: Delivery) -> Subscriber | None:
    if row.subscription:
        return row.subscription.subscriber
    return row.addressee.subscriber if hasattr(row, "addressee") else None


def _what(row: Delivery) -> str:
    """What a single reader was to get; an issue's letters are all alike."""
    if row.purpose == Purpose.PART:
        return f"A part by mail: {row.compiled.subject}"
    return WORDS[MessageName(row.compiled.message)] if row.purpose in OWN else ""


def _settled(row: Delivery) -> str:
    if row.state != State.UNCERTAIN or row.resolution == "none":
        return ""
    return f"Left as it is by {row.resolved_by}" if row.resolved_by else "Presumed to have arrived"
