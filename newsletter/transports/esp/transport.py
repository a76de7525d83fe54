"""Any provider that django-anymail knows: one recipient a call, and the mark immediately before the POST."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from newsletter.core.content import Message, Receipt, Stage
from newsletter.core.provider_answers import Answer, Means
from newsletter.core.providers import ProviderRoute, Repeats
from newsletter.transports.base import Mark, RouteFailed, refuse_inside_transaction, unanswered
from newsletter.transports.esp.calls import Call, CallRefused, Desk

IDLE_S = 15.0  # an older connection may be half closed, and a POST into it would be in doubt
WAITED_OUT_S = 10.0  # a shorter "later" is waited for; for a longer one the sender looks elsewhere
LOOK_S = 0.5
# Only where the provider knows the key of a call; all of it stays far below the lease of a mark (660 s).
REPEAT_AFTER_S = (1.0, 5.0, 15.0)

_CLOSING = frozenset({Means.NOT_US, Means.UNREACHED, Means.SILENCE})


class EspTransport:
    """What ends before the POST was not handed over; after it, silence is uncertain and closes the way for a while."""

    def __init__(
        self,
        route: ProviderRoute,
        *,
        stopping: Callable[[], bool] = lambda: False,
        repeat_after_s: Sequence[float] = REPEAT_AFTER_S,
    ) -> None:
        self._name = route.provider.name
        self._desk = Desk(route)
        self._stopping = stopping
        self._repeat_after_s = repeat_after_s if route.provider.repeats is not Repeats.NO else ()
        self._used = self._open_again = float("-inf")

    def offer(self, messages: Iterable[Message], *, mark: Mark) -> Iterator[Receipt]:
        try:
            for message in messages:
                refuse_inside_transaction()
                self._wait_until_open()
                receipt, closed = self._offered(message, mark)
                yield receipt
                if closed:
                    raise closed
        finally:
            self.close()

    def close(self) -> None:
        """Hang up; a later offer opens anew."""
        self._desk.close()

    def _offered(self, message: Message, mark: Mark) -> tuple[Receipt, RouteFailed | None]:
        try:
            call = self._desk.prepared(message)
        except CallRefused as odd:
            # Nothing left the house: the provider has no way to carry this letter.
            return Receipt(
                delivery_id=message.delivery_id, stage=Stage.RCPT, code=554, enhanced="5.6.0", reply=str(odd)
            ), None
        self._refresh()
        if message.delivery_id not in mark([message]):
            return unanswered(message, stage=Stage.DATA), None
        answer = self._settled(call)
        return _receipt(message, answer), self._closed(answer)

    def _settled(self, call: Call) -> Answer:
        """The answer; an unanswered call is made again only under the key that makes it the same call."""
        answer = self._desk.make(call)
        for wait_s in self._repeat_after_s:
            if answer.means is not Means.SILENCE or self._stopping():
                return answer
            time.sleep(wait_s)
            again = self._desk.make(call)
            if again.means in {Means.ACCEPTED, Means.REFUSED}:
                return again  # anything else does not say what became of the first call
        return answer

    def _closed(self, answer: Answer) -> RouteFailed | None:
        """Why no further letter should follow now: each would end the same way."""
        if answer.means is Means.LATER:
            self._open_again = time.monotonic() + answer.wait_s
        if answer.means in _CLOSING:
            words = f"{self._name} gave no clear answer: {answer.words}"
            return RouteFailed(words, is_refused=answer.means is Means.NOT_US)
        return None

    def _wait_until_open(self) -> None:
        """Raises RouteFailed while the provider asked us to stay away for long."""
        left = self._open_again - time.monotonic()
        if left > WAITED_OUT_S:
            raise RouteFailed(f"{self._name} asks us to wait for another {left:.0f} s.")
        while self._open_again > time.monotonic() and not self._stopping():
            time.sleep(min(LOOK_S, max(0.0, self._open_again - time.monotonic())))

    def _refresh(self) -> None:
        if time.monotonic() - self._used > IDLE_S:
            self._desk.close()
        self._desk.open()
        self._used = time.monotonic()


def _receipt(message: Message, answer: Answer) -> Receipt:
    code, enhanced = answer.reply
    return Receipt(
        delivery_id=message.delivery_id,
        code=code,
        enhanced=enhanced,
        reply=answer.words,
        provider_id=answer.provider_id,
    )
