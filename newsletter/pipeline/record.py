"""What the next server said becomes the state of the delivery; its ticket must still match."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from cms.clock import database_now
from newsletter.core.backoff import next_try
from newsletter.core.delivery_state import Cause, Event, State, after
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.core.purposes import Purpose
from newsletter.core.raw_replies import of_many
from newsletter.core.receipts import Receipt, Said, Stage
from newsletter.core.replies import Effect, Verdict, shortened, verdict
from newsletter.core.tickets import Claim
from newsletter.models import AddressHealth, Delivery, DeliveryEvent, Issue, Throttle, WarmUpDay
from newsletter.models.gate import accept_deliveries, answer
from newsletter.models.health import JUDGED

HEARD_IN = (State.CLAIMED, State.MARKED, State.UNCERTAIN)  # an answer may come before, after and long after the dot


def record_receipts(heard: Iterable[tuple[Claim, Receipt]]) -> None:
    """Write what was said, in the transaction of the caller: each yes to a dot in one statement for all."""
    heard = list(heard)
    yes = [(claim, receipt) for claim, receipt in heard if receipt.said is Said.ACCEPTED]
    done, unasked = accept_deliveries(yes), list[int]()
    for claim, receipt in heard:
        if claim.ticket.delivery in done:
            continue
        meaning = verdict(receipt.code, stage=receipt.stage, enhanced=receipt.enhanced)
        if not _move(claim, receipt, meaning):
            _only_remember(claim, receipt, meaning)
        elif receipt.stage is Stage.CONNECT:
            unasked.append(claim.ticket.delivery)
        _act(claim, receipt, meaning.effect)
    WarmUpDay.objects.count_back(unasked)


def _act(claim: Claim, receipt: Receipt, effect: Effect) -> None:
    """What the answer means for the address, its receiver, the route and the issue."""
    if effect in JUDGED:
        _judge(claim, receipt, effect)
    elif effect is Effect.SLOW_RECEIVER:
        _slow(claim, receipt)
    elif effect is Effect.PAUSE_ROUTE:
        _close_route(claim, receipt)
    elif effect is Effect.HOLD_ROUTE:
        # Every letter would be refused alike, and none of them by its reader: messages of ours wait as well.
        _close_route(claim, receipt)
        _hold(claim, receipt, HoldReason.ROUTE_REFUSES)
    elif effect is Effect.HOLD_ISSUE:
        _hold(claim, receipt, HoldReason.TOO_LARGE)


def _slow(claim: Claim, receipt: Receipt) -> None:
    [(route, group)] = Delivery.objects.filter(pk=claim.ticket.delivery).values_list("route", "receiver")
    if group:  # it is blank once a reader was erased
        Throttle.objects.slow(group, route=route, why=of_many(shortened(receipt.reply)))


def _close_route(claim: Claim, receipt: Receipt) -> None:
    [route] = Delivery.objects.filter(pk=claim.ticket.delivery).values_list("route", flat=True)
    Throttle.objects.close_route(route, why=of_many(shortened(receipt.reply)), wait_s=receipt.wait_s)


def _hold(claim: Claim, receipt: Receipt, reason: HoldReason) -> None:
    if claim.issue_id and claim.purpose is Purpose.ISSUE:
        words = f"The next server said: {of_many(shortened(receipt.reply))}"
        Issue.objects.hold(claim.issue_id, Hold(reason=reason, detail=words))


def _move(claim: Claim, receipt: Receipt, meaning: Verdict) -> bool:
    fields = answer(receipt) | _trying(claim, meaning)
    reason = meaning.reason or ""
    for before in HEARD_IN:
        if after(before, meaning.event) and Delivery.objects.with_ticket(claim.ticket).shift(
            meaning.event,
            before=before,
            cause=Cause.SENDER,
            reason=reason,
            evidence={"stage": receipt.stage, "code": receipt.code, "reply": of_many(shortened(receipt.reply))},
            **fields,
        ):
            return True
    return False


def _trying(claim: Claim, meaning: Verdict) -> dict:
    fields: dict = {"attempts": F("attempts") + 1, "lost_claims": 0} if meaning.counts else {}
    if meaning.event in {Event.DEFER, Event.BREAK_OFF}:
        fields["not_before"] = _next_try(claim, database_now(), counts=meaning.counts)
    return fields


def _next_try(claim: Claim, now: datetime, *, counts: bool) -> datetime:
    # Without an answer the claims space the tries, so that a message that ends connections cannot do it every second.
    tries = claim.attempts + 1 if counts else claim.ticket.claims
    return next_try(now, attempts=tries, delivery_id=claim.public_id)


def _only_remember(claim: Claim, receipt: Receipt, meaning: Verdict) -> None:
    """Somebody else was right: the answer is kept and moves nothing."""
    row = Delivery.objects.filter(pk=claim.ticket.delivery).values_list("state", flat=True)
    state = row.first() or State.PENDING
    evidence = {"event": meaning.event, "stage": receipt.stage, "code": receipt.code, "moved": False}
    DeliveryEvent.objects.create(
        delivery_id=claim.ticket.delivery, from_state=state, to_state=state, cause=Cause.SENDER, evidence=evidence
    )


def _judge(claim: Claim, receipt: Receipt, effect: Effect) -> None:
    """What the next server says of the address counts like a letter that came back."""
    evidence = f"{receipt.code} {receipt.enhanced}".strip()
    row = Delivery.objects.get(pk=claim.ticket.delivery)
    AddressHealth.objects.judge(effect, hmacs=claim.address_hmacs, delivery=row, evidence=evidence, left_at=None)
