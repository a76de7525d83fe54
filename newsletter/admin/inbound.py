"""What was heard of letters, at the desk: what came back, who complained, and how we hear it. No addresses."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db.models import Max
from django.urls import reverse

from newsletter.admin.readers_page import VIEW as VIEW_READER, ReadersPage
from newsletter.conf import Conf, conf
from newsletter.core.delivery_state import Reason
from newsletter.core.delivery_words import REASONS
from newsletter.core.news import KINDS, Kind
from newsletter.events.provider import heard_provider
from newsletter.models import Delivery, InboundEvent

SEE = "newsletter.view_inboundevent"
PER_PAGE = 100
ANY = "Any"
Door = InboundEvent.Door


@dataclass(frozen=True, kw_only=True)
class Ear:
    """One way by which we hear what became of letters; `place` is what to enter elsewhere, if anything."""

    name: str
    is_open: bool
    place: str
    last_heard: datetime | None


class WhichForm(forms.Form):
    """Which events are listed: fixed choices."""

    kind = forms.ChoiceField(
        label="What", choices=[("", ANY), *((kind.value, KINDS[kind]) for kind in Kind)], required=False
    )
    verdict = forms.ChoiceField(label="What it did", choices=[("", ANY), *InboundEvent.Verdict.choices], required=False)

    def found(self):
        """The rows, newest first; none while a filter is not one of its choices."""
        if not self.is_valid():
            return InboundEvent.objects.none()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        rows = InboundEvent.objects.filter(**wanted)
        return rows.select_related("delivery__issue__newsletter", "delivery__subscription__subscriber").order_by("-pk")

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


class InboundView(ReadersPage):
    """What was heard, newest first; pages by key, since there may be very many."""

    permission_required = SEE
    page_title = "What came back"
    header_icon = "rotate"
    template_name = "newsletter/admin/inbound.html"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request):
        which = WhichForm(request.GET)
        before, rows = request.GET.get("before", ""), which.found()
        if before.isascii() and before.isdecimal() and len(before) < 19:
            rows = rows.filter(pk__lt=int(before))
        shown = list(rows.defer("raw")[: PER_PAGE + 1])
        older = shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None
        lines = [_line(row) for row in shown[:PER_PAGE]]
        sees_readers = request.user.has_perm(VIEW_READER)
        context = {"which": which, "lines": lines, "older": older, "ears": ears(conf()), "sees_readers": sees_readers}
        return self.render_to_response(self.get_context_data(**context))


def ears(own: Conf) -> list[Ear]:
    """The three ways, open or not, and when each was heard last."""
    last = dict(InboundEvent.objects.order_by().values_list("door").annotate(Max("received_at")))
    provider = heard_provider()
    hook = own.base_url + reverse("provider_events", args=[provider.slug]) if provider else ""
    ways = [
        (Door.LMTP, "Your mail server brings it (LMTP)", bool(own.lmtp), own.lmtp),
        (Door.MAILBOX, "We fetch it from a mailbox", bool(own.bounce_mailbox), ""),
        (Door.PROVIDER, f"{provider.name} tells us" if provider else "Your provider tells us", bool(provider), hook),
    ]
    return [
        Ear(name=name, is_open=is_open, place=place, last_heard=last.get(door)) for door, name, is_open, place in ways
    ]


def _line(row: InboundEvent) -> dict:
    letter = row.delivery
    came_back = letter and letter.outcome_reason and row.kind == Kind.BOUNCED
    return {
        "row": row,
        "what": KINDS[Kind(row.kind)] if row.kind else "Not read yet",
        "why": REASONS[Reason(letter.outcome_reason)] if came_back else "",
        "about": _about(letter) if letter else "",
        "reader": letter.subscription.subscriber if letter and letter.subscription else None,
    }


def _about(letter: Delivery) -> str:
    return str(letter.issue) if letter.issue else letter.get_purpose_display()
