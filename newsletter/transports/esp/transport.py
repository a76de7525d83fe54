"""Any provider that django-anymail knows: one letter a call, or a few; the mark stands immediately before the POST."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from newsletter.core.content import Message
from newsletter.core.provider_answers import Answer, Means
from newsletter.core.provider_routes import ProviderRoute
from newsletter.core.providers import Repeats
from newsletter.core.receipts import Receipt, Stage
from newsletter.transports.base import Mark, RouteFailed, refuse_inside_transaction, unanswered
from newsletter.transports.esp.calls import Call, CallRefused, Desk

IDLE_S = 15.0  # an older connection may be half closed, and a POST into it would be in doubt
WAITED_OUT_S = 10.0  # a shorter "later" is waited for; for a longer one the sender looks elsewhere
LOOK_S = 0.5
# Only where the provider knows the key of a call; all of it stays far below the lease of a mark (660 s).
REPEAT_AFTER_S = (1.0, 5.0, 15.0)

ALONE_S = 300.0  # and one more call with its repeats stays below that lease as well

_CLOSING = frozenset({Means.NOT_US, Means.UNREACHED, Means.SILENCE})
_ENDING = _CLOSING | {Means.LATER}
_NOT_ASKED = Answer(means=Means.NOT_ASKED, words="not asked for: a call before it ended the round")


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
        self._together = route.together
        self._stopping = stopping
        self._repeat_after_s = repeat_after_s if route.provider.repeats is not Repeats.NO else ()
        self._used = self._open_again = float("-inf")

    def offer(self, messages: Iterable[Message], *, mark: Mark) -> Iterator[Receipt]:
        waiting = iter(messages)
        try:
            while some := list(islice(waiting, self._together)):
                refuse_inside_transaction()
                self._wait_until_open()
                receipts, closed = self._offered(some, mark)
                yield from receipts
                if closed:
                    raise closed
                if self._asked_to_wait_s > WAITED_OUT_S:
                    return  # the ledger knows until when, and claims nothing before
        finally:
            self.close()

    def close(self) -> None:
        """Hang up; a later offer opens anew."""
        self._desk.close()

    def _offered(self, messages: Sequence[Message], mark: Mark) -> tuple[list[Receipt], RouteFailed | None]:
        receipts, calls = self._prepared(messages)
        closed = None
        for some in self._desk.alike(calls):
            if closed or self._asked_to_wait_s > 0:
                receipts += [unanswered(call.message, stage=Stage.DATA) for call in some]
            else:
                told, closed = self._made(some, mark)
                receipts += told
        return receipts, closed

    def _prepared(self, messages: Sequence[Message]) -> tuple[list[Receipt], list[Call]]:
        receipts: list[Receipt] = []
        calls: list[Call] = []
        for message in messages:
            try:
                calls.append(self._desk.prepared(message))
            except CallRefused as odd:
                # Nothing left the house: the provider has no way to carry this letter.
                receipts.append(_cannot_carry(message, odd))
        return receipts, calls

    def _made(self, calls: Sequence[Call], mark: Mark) -> tuple[list[Receipt], RouteFailed | None]:
        self._refresh()
        marked = mark([call.message for call in calls])
        receipts = [unanswered(one.message, stage=Stage.DATA) for one in calls if one.message.delivery_id not in marked]
        going = [call for call in calls if call.message.delivery_id in marked]
        answers = self._answers(going)
        receipts += [_receipt(call.message, answer) for call, answer in zip(going, answers, strict=True)]
        return receipts, self._closed(answers)

    def _answers(self, calls: Sequence[Call]) -> list[Answer]:
        """What was said of each. A no to letters together says nothing of one of them, so each is asked for alone."""
        if not calls:
            return []
        answers = self._settled(self._desk.shared(calls) if len(calls) > 1 else calls[0])
        return self._alone(calls) if len(calls) > 1 and answers[0].means is Means.REFUSED else answers

    def _alone(self, calls: Sequence[Call]) -> list[Answer]:
        """Each by itself, as long as their marks surely hold; the others are not asked for and go back."""
        end, answers = time.monotonic() + ALONE_S, list[Answer]()
        for call in calls:
            if self._stopping() or time.monotonic() > end or (answers and answers[-1].means in _ENDING):
                break
            answers += self._settled(call)
        return answers + [_NOT_ASKED] * (len(calls) - len(answers))

    def _settled(self, call: Call) -> list[Answer]:
        """The answers; an unanswered call is made again only under the key that makes it the same call."""
        answers = self._desk.make(call)
        for wait_s in self._repeat_after_s:
            if answers[0].means is not Means.SILENCE or self._stopping():
                return answers
            time.sleep(wait_s)
            again = self._desk.make(call)
            if again[0].means in {Means.ACCEPTED, Means.REFUSED}:
                return again  # anything else does not say what became of the first call
        return answers

    def _closed(self, answers: Sequence[Answer]) -> RouteFailed | None:
        """Why no further letter should follow now: each would end the same way."""
        for answer in answers:
            if answer.means is Means.LATER:
                self._open_again = max(self._open_again, time.monotonic() + answer.wait_s)
            if answer.means in _CLOSING:
                words = f"{self._name} gave no clear answer: {answer.words}"
                return RouteFailed(words, is_refused=answer.means is Means.NOT_US)
        return None

    def _wait_until_open(self) -> None:
        """Raises RouteFailed while the provider asked us to stay away for long."""
        left = self._asked_to_wait_s
        if left > WAITED_OUT_S:
            raise RouteFailed(f"{self._name} asks us to wait for another {left:.0f} s.")
        while self._asked_to_wait_s > 0 and not self._stopping():
            time.sleep(min(LOOK_S, max(0.0, self._asked_to_wait_s)))

    @property
    def _asked_to_wait_s(self) -> float:
        """What is left of the time that the provider asked for; below 0 once it is over."""
        return self._open_again - time.monotonic()

    def _refresh(self) -> None:
        if time.monotonic() - self._used > IDLE_S:
            self._desk.close()
        self._desk.open()
        self._used = time.monotonic()


def _cannot_carry(message: Message, odd: CallRefused) -> Receipt:
    return Receipt(delivery_id=message.delivery_id, stage=Stage.RCPT, code=554, enhanced="5.6.0", reply=str(odd))


def _receipt(message: Message, answer: Answer) -> Receipt:
    code, enhanced = answer.reply
    return Receipt(
        delivery_id=message.delivery_id,
        code=code,
        enhanced=enhanced,
        reply=answer.words,
        provider_id=answer.provider_id,
        stage=answer.stage,
        wait_s=answer.wait_s,
    )
