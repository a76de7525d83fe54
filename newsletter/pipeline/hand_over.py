"""Messages go to the transport; just before each point of no return the ledger is asked once more, and marked."""

import heapq
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from django.db import connection, transaction

from cms.database import AWAY
from newsletter.core.content import Message
from newsletter.core.delivery_state import Cause, Event, State
from newsletter.core.receipts import Receipt
from newsletter.core.tickets import Claim
from newsletter.models import Delivery, WarmUpDay
from newsletter.models.gate import give_back, mark_deliveries
from newsletter.models.permission import why_not
from newsletter.transports.base import Transport

OLD_S = 20.0  # a mark older than this may be met by a lease that is over: no dot is written (sending.md, G6)
RENEW_S = 30.0  # claims that still wait get their lease anew (G9)
RETRY_S = 1.0

Record = Callable[[Iterable[tuple[Claim, Receipt]]], None]


class Stock(Protocol):
    """Claims, and the messages that they become."""

    waiting: dict[str, Claim]
    lying: list[Claim]
    trouble: Exception | None

    def messages(self) -> Iterator[Message]:
        """Each built when it is asked for."""

    def drop(self, claims: Iterable[Claim]) -> None:
        """They are settled."""


def hand_over(stock: Stock, *, transport: Transport, record: Record, renew: Callable[[], None]) -> None:
    """Offer each message once, keep each receipt, give back what was not offered.

    Raises what the transport raises, and when all is settled what ended the stock early.
    """
    gate = Gate(stock, record=record, renew=renew)
    try:
        for receipt in transport.offer(stock.messages(), mark=gate.mark):
            gate.hear(receipt)
    except Exception:
        gate.close()
        raise
    gate.close()  # but not when somebody insists on leaving at once (SystemExit): leases bring back what was in hand
    if stock.trouble:
        raise stock.trouble


class Gate:
    """Where messages wait for the mark. One transaction writes the receipts so far, then marks all who wait."""

    def __init__(self, stock: Stock, *, record: Record, renew: Callable[[], None]) -> None:
        self._stock, self._record, self._renew = stock, record, renew
        self._marked: dict[str, tuple[Claim, int]] = {}  # with its slot, until its receipt
        self._slots: list[int] = []  # free ones
        self._slots_made = 0
        self._heard: list[tuple[Claim, Receipt]] = []
        self._doubtful: list[Claim] = []
        self._renewed = _boottime()

    def mark(self, waiting: Sequence[Message]) -> frozenset[str]:
        """The ids that may go, at once; whatever is not among them must not go. The caller writes no dot for it.

        With nobody waiting it writes what was heard so far, and renews the claims.
        """
        # One without a claim was settled meanwhile, by the answer to an earlier message of the same delivery.
        claims = [claim for message in waiting if (claim := self._stock.waiting.get(message.delivery_id))]
        slots = [self._slot() for _ in claims]
        started = _boottime()
        try:
            with transaction.atomic():
                self._write_receipts()
                ids = mark_deliveries(claims, slots=slots)
                WarmUpDay.objects.count_offered(ids)
                left = [claim for claim in claims if claim.ticket.delivery not in ids]
                released = self._withdraw(left)
        except AWAY:
            # Whether the commit arrived is unknown: no dot, and what it may have marked is taken back later.
            connection.close()
            self._renewed = float("-inf")
            return self._forget(claims, slots)
        self._settle(claims, released)
        if _boottime() - started > OLD_S:
            return self._forget(claims, slots)
        return self._let_go(claims, slots, ids)

    def hear(self, receipt: Receipt) -> None:
        """Keep a receipt until the next mark writes it; a message that was withheld is settled already."""
        claim, slot = self._marked.pop(receipt.delivery_id, (None, None))
        if slot is not None:
            heapq.heappush(self._slots, slot)
        if claim := claim or self._stock.waiting.pop(receipt.delivery_id, None):
            self._heard.append((claim, receipt))

    def close(self) -> None:
        """Write what is left and give back what was not offered, however long the database is away."""
        for claim, _ in self._marked.values():
            # Marked, and the transport went away without a word: it may have arrived.
            self._heard.append((claim, Receipt(delivery_id=claim.public_id)))
        while not self._closed():
            time.sleep(RETRY_S)

    def _closed(self) -> bool:
        try:
            with transaction.atomic():
                self._write_receipts()
                give_back(self._stock.waiting.values(), event=Event.RELEASE, before=State.CLAIMED)
        except AWAY:
            connection.close()
            return False
        return True

    def _write_receipts(self) -> None:
        self._record(self._heard)
        give_back(self._doubtful, event=Event.TAKE_BACK, before=State.MARKED)
        give_back(self._doubtful, event=Event.RELEASE, before=State.CLAIMED)
        if _boottime() - self._renewed > RENEW_S:
            self._renew()
            self._renewed = _boottime()  # and not a moment later: what is said to be renewed must have been

    def _slot(self) -> int:
        """The lowest number that no unanswered message has: as many as there are connections."""
        if not self._slots:
            self._slots.append(self._slots_made)
            self._slots_made += 1
        return heapq.heappop(self._slots)

    def _withdraw(self, claims: Iterable[Claim]) -> list[Claim]:
        """Not marked: cancelled where the reader or the issue no longer wants it, else back into the queue.

        Then the rest of the stock would fare alike: it goes back too. Says what went back of it.
        """
        released: list[Claim] = []
        for claim in claims:
            reason = why_not(claim)
            event = Event.WITHDRAW if reason else Event.RELEASE
            row = Delivery.objects.with_ticket(claim.ticket)
            row.shift(event, before=State.CLAIMED, cause=Cause.SENDER, reason=reason or "")
            if not reason:
                released = self._stock.lying
        give_back(released, event=Event.RELEASE, before=State.CLAIMED)
        return released

    def _settle(self, claims: Iterable[Claim], released: Iterable[Claim]) -> None:
        self._heard.clear()
        self._doubtful.clear()
        self._stock.drop([*claims, *released])

    def _let_go(self, claims: Sequence[Claim], slots: Sequence[int], ids: frozenset[int]) -> frozenset[str]:
        for claim, slot in zip(claims, slots, strict=True):
            if claim.ticket.delivery in ids:
                self._marked[claim.public_id] = claim, slot
            else:
                heapq.heappush(self._slots, slot)
        return frozenset(claim.public_id for claim in claims if claim.ticket.delivery in ids)

    def _forget(self, claims: Sequence[Claim], slots: Iterable[int]) -> frozenset[str]:
        """No dot is written for these; whether their rows are marked is seen to later."""
        self._stock.drop(claims)
        self._doubtful.extend(claims)
        for slot in slots:
            heapq.heappush(self._slots, slot)
        return frozenset()


def _boottime() -> float:
    """Seconds on a clock that also counts while the machine is suspended, where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
