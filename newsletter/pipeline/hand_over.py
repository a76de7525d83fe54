"""Messages go to the transport; just before each point of no return the ledger is asked once more, and marked."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

from django.db import InterfaceError, OperationalError, connection, transaction

from newsletter.core.content import Message, Receipt
from newsletter.core.delivery_state import Cause, Event, Reason, State
from newsletter.core.headers import HeaderRefused
from newsletter.core.tickets import Claim
from newsletter.models import Delivery
from newsletter.models.permission import mark_delivery, why_not
from newsletter.transports.base import Transport

OLD_S = 20.0  # a mark older than this may be met by a lease that is over: no dot is written (sending.md, G6)
RENEW_S = 30.0  # claims that still wait get their lease anew (G9)
RETRY_S = 1.0
AWAY = (OperationalError, InterfaceError)  # the database is not there; anything else is a fault of ours

Record = Callable[[Iterable[tuple[Claim, Receipt]]], None]


def hand_over(  # noqa: PLR0913 - what one step needs of another, the door passes in
    claims: Sequence[Claim],
    *,
    personalize: Callable[[Claim], Message],
    transport: Transport,
    record: Record,
    renew: Callable[[], None],
    stopping: Callable[[], bool],
) -> None:
    """Offer each claim once, keep each receipt, give back what was not offered. Raises what the transport raises."""
    gate = Gate(claims, record=record, renew=renew)
    try:
        for receipt in transport.offer(gate.messages(personalize, stopping), mark=gate.mark):
            gate.hear(receipt)
    finally:
        gate.close()


class Gate:
    """Where messages wait for the mark. One transaction writes the receipts so far, then marks all who wait."""

    def __init__(self, claims: Sequence[Claim], *, record: Record, renew: Callable[[], None]) -> None:
        self._claims = {claim.public_id: claim for claim in claims}
        self._record, self._renew = record, renew
        self._waiting = dict(self._claims)  # not yet settled: no receipt, no mark
        self._slots: dict[str, int] = {}
        self._heard: list[tuple[Claim, Receipt]] = []
        self._doubtful: list[Claim] = []
        self._renewed = _boottime()

    def messages(self, personalize: Callable[[Claim], Message], stopping: Callable[[], bool]) -> Iterator[Message]:
        """The messages, each built when the transport is ready for it; none any more once the sender stops."""
        for claim in self._claims.values():
            if stopping():
                return
            try:
                message = personalize(claim)
            except HeaderRefused as refused:
                self._fail(claim, str(refused))
            else:
                yield message

    def mark(self, waiting: Sequence[Message]) -> frozenset[str]:
        """The ids that may go, at once; whatever is not among them must not go. The caller writes no dot for it."""
        claims = [self._claims[message.delivery_id] for message in waiting]
        started = _boottime()
        try:
            with transaction.atomic():
                self._write_receipts()
                marked = [claim for claim in claims if self._is_marked(claim)]
                for claim in claims:
                    if claim not in marked:
                        _withdraw(claim)
        except AWAY:
            # Whether the commit arrived is unknown: no dot, and what it may have marked is taken back later.
            self._forget(claims)
            connection.close()
            return frozenset()
        self._settle(claims)
        if _boottime() - started > OLD_S:
            self._forget(marked)
            return frozenset()
        return frozenset(claim.public_id for claim in marked)

    def hear(self, receipt: Receipt) -> None:
        """Keep a receipt until the next mark writes it; a message that was withheld is settled already."""
        claim = self._claims[receipt.delivery_id]
        marked = self._slots.pop(claim.public_id, None) is not None
        if marked or self._waiting.pop(claim.public_id, None):
            self._heard.append((claim, receipt))

    def close(self) -> None:
        """Write what is left and give back what was not offered, however long the database is away."""
        for public_id in self._slots:
            # Marked, and the transport went away without a word: it may have arrived.
            self._heard.append((self._claims[public_id], Receipt(delivery_id=public_id)))
        while not self._closed():
            time.sleep(RETRY_S)

    def _closed(self) -> bool:
        try:
            with transaction.atomic():
                self._write_receipts()
                _give_back(self._waiting.values(), event=Event.RELEASE, before=State.CLAIMED)
        except AWAY:
            connection.close()
            return False
        return True

    def _write_receipts(self) -> None:
        self._record(self._heard)
        _give_back(self._doubtful, event=Event.TAKE_BACK, before=State.MARKED)
        _give_back(self._doubtful, event=Event.RELEASE, before=State.CLAIMED)
        if _boottime() - self._renewed > RENEW_S:
            self._renew()

    def _is_marked(self, claim: Claim) -> bool:
        slot = next(number for number in count() if number not in self._slots.values())
        if not mark_delivery(claim, slot=slot):
            return False
        self._slots[claim.public_id] = slot
        return True

    def _settle(self, claims: Iterable[Claim]) -> None:
        self._heard.clear()
        self._doubtful.clear()
        if _boottime() - self._renewed > RENEW_S:
            self._renewed = _boottime()
        for claim in claims:
            self._waiting.pop(claim.public_id, None)

    def _forget(self, claims: Iterable[Claim]) -> None:
        """No dot is written for these; whether their rows are marked is seen to at the end."""
        for claim in claims:
            self._slots.pop(claim.public_id, None)
            self._waiting.pop(claim.public_id, None)
            self._doubtful.append(claim)

    def _fail(self, claim: Claim, words: str) -> None:
        self._waiting.pop(claim.public_id)
        Delivery.objects.with_ticket(claim.ticket).shift(
            Event.LOSE_LAST_CLAIM,
            before=State.CLAIMED,
            cause=Cause.SENDER,
            reason=Reason.UNCLAIMABLE,
            evidence={"words": words},
        )


def _withdraw(claim: Claim) -> None:
    """Not marked: cancelled where the reader or the issue no longer wants it, else back into the queue."""
    reason = why_not(claim)
    event = Event.WITHDRAW if reason else Event.RELEASE
    row = Delivery.objects.with_ticket(claim.ticket)
    row.shift(event, before=State.CLAIMED, cause=Cause.SENDER, reason=reason or "")


def _give_back(claims: Iterable[Claim], *, event: Event, before: State) -> None:
    for run, ids in _by_run(claims).items():
        Delivery.objects.filter(pk__in=ids, lease_token=run).shift(event, before=before, cause=Cause.SENDER)


def _by_run(claims: Iterable[Claim]) -> dict[str, list[int]]:
    runs: dict[str, list[int]] = {}
    for claim in claims:
        runs.setdefault(claim.ticket.run, []).append(claim.ticket.delivery)
    return runs


def _boottime() -> float:
    """Seconds on a clock that also counts while the machine is suspended, where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
