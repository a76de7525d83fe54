"""One stream of messages through the connections of a route: who takes which, who waits at the gate, what was said."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set as AbstractSet

from newsletter.core.content import Message
from newsletter.core.receipts import Receipt, Stage
from newsletter.core.replies import shortened
from newsletter.core.smtp_events import Told, Turned
from newsletter.core.smtp_replies import GO_AWAY, code_of, kind_of
from newsletter.transports.base import Mark, RouteFailed, answered, refuse_inside_transaction, unanswered
from newsletter.transports.line import Line
from newsletter.transports.lines import Lines
from newsletter.transports.patience import LOOK_S, Patience

TICK_S = 10.0  # claims that wait keep their lease, though no connection comes to the gate


class Stream:
    """One stream of messages through the lines, until all of them are settled."""

    def __init__(self, lines: Lines, messages: Iterable[Message], *, mark: Mark, patience: Patience) -> None:
        self._lines, self._mark, self._patience = lines, mark, patience
        self._feed = Feed(messages)
        self._receipts: deque[Receipt] = deque()
        self._unwritten = False  # receipts were given that no mark has seen
        self._failed: RouteFailed | None = None
        self._turned: set[str] = set()
        self._marked = lines.now

    def receipts(self) -> Iterator[Receipt]:
        """Every receipt as soon as it is known. Raises RouteFailed once nothing is under way any more."""
        while True:
            self._listen()
            self._hand_out()
            yield from self._given()
            waiting = [line for line in self._lines if line.at_gate]
            if waiting:
                self._pass(waiting)
            elif not self._lines.busy:
                break
            refuse_inside_transaction()
            self._turn()
        if self._failed:
            raise self._failed

    def _given(self) -> Iterator[Receipt]:
        while self._receipts:
            self._unwritten = True
            yield self._receipts.popleft()

    def _turn(self) -> None:
        began = self._lines.now
        self._lines.turn(LOOK_S)
        self._lines.turn(0.0)  # those that come together pass the gate together
        is_quiet = self._lines.now - began >= LOOK_S
        is_due = (self._unwritten and is_quiet) or self._lines.now - self._marked > TICK_S
        if is_due and not any(line.at_gate for line in self._lines):
            self._ask_mark(())  # nobody comes to the gate: what was heard is written, and claims are renewed

    def _hand_out(self) -> None:
        """Free lines take a message each; while there are more, one more connection opens for one."""
        if self._patience.stopping():
            self._stop()
            return
        for line in self._lines.free():
            if message := self._next_for(line):
                line.offer(message)
        while not self._failed and self._lines.may_open and (message := self._feed.take()):
            self._lines.open(message)

    def _next_for(self, line: Line) -> Message | None:
        while message := line.first or (None if self._failed else self._feed.take()):
            line.first = None
            if line.fits(message):
                return message
            words = "552 5.3.4 The next server announced that it takes no message of this size."
            self._receipts.append(answered(message, words, stage=Stage.RCPT))
        return None

    def _pass(self, waiting: list[Line]) -> None:
        """The gate: all who wait are marked in one commit, and their dots are written at once."""
        following = {line: self._following(line) for line in waiting}
        marked = self._ask_mark([line.holding for line in waiting])
        for line in waiting:
            if line.holding.delivery_id in marked:
                line.dot(following[line])
        for line in waiting:
            if line.holding:  # there is no other way out of DATA
                self._feed.give_back(following[line])
                line.hang_up()

    def _ask_mark(self, waiting: Sequence[Message]) -> AbstractSet[str]:
        self._unwritten, self._marked = False, self._lines.now
        return self._mark(waiting)

    def _following(self, line: Line) -> Message | None:
        if self._failed or self._patience.stopping() or not line.takes_following:
            return None
        message = self._feed.take()
        if message and not line.fits(message):
            self._feed.give_back(message)  # it is told when the line is free
            return None
        return message

    def _stop(self) -> None:
        """Only what is at the gate or behind its dot goes on; the rest was not handed over."""
        for line in self._lines:
            if not (line.at_gate or line.awaits_answer or line.is_free):
                line.hang_up()
        self._lines.free()

    def _listen(self) -> None:
        while self._lines.heard:
            line, event = self._lines.heard.popleft()
            if isinstance(event, Told):
                self._hear(line, event)
            elif isinstance(event, Turned):
                self._turn_away(line, event)
            else:
                self._feed.give_back(line.first)
                line.first = None
                self._fail(line, event.words, is_refused=event.is_refused)

    def _hear(self, line: Line, told: Told) -> None:
        if not told.reply:
            if told.stage is Stage.DOT or not self._patience.stopping():
                self._receipts.append(unanswered(told.message, stage=told.stage))
            return
        if code_of(told.reply) == GO_AWAY:
            self._lines.shrink(self._lines.count // 2)
        self._receipts.append(answered(told.message, told.reply, stage=told.stage))
        if self._patience.stopping() and not line.is_free:
            line.hang_up()

    def _turn_away(self, line: Line, turned: Turned) -> None:
        """It may try another way once; a fresh line that takes no MAIL says that the route is closed."""
        if turned.message.delivery_id in self._turned:
            self._receipts.append(unanswered(turned.message, stage=Stage.RCPT))
        else:
            self._turned.add(turned.message.delivery_id)
            self._feed.give_back(turned.message)
        if not line.taken:
            reply = shortened(turned.reply) or "nothing, and left"
            words = f"The next server answered MAIL FROM: {reply}"
            self._fail(line, words, is_refused=turned.reply != "" and kind_of(turned.reply) == 5)

    def _fail(self, line: Line, words: str, *, is_refused: bool) -> None:
        """While other connections stand the server only wants fewer; when none does, the route is closed."""
        standing = [other for other in self._lines if other is not line and not other.is_over]
        self._lines.shrink(len(standing))
        if not standing and not self._patience.stopping():
            self._failed = RouteFailed(words, is_refused=is_refused)


class Feed:
    """Messages, each built when somebody takes it; those that came back go first."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._messages = iter(messages)
        self._back: deque[Message] = deque()

    def take(self) -> Message | None:
        return self._back.popleft() if self._back else next(self._messages, None)

    def give_back(self, message: Message | None) -> None:
        if message:
            self._back.append(message)
