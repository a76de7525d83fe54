"""One SMTP connection without a socket: bytes of the server in, bytes for the server and events out.

dialogue.hear(data) -> events        what the server sent
dialogue.offer(message)              when it is free: the envelope, then the body up to the final dot
dialogue.dot(following)              the point of no return, and the next envelope in the same write
dialogue.written() -> bytes          what must be written now
dialogue.end() -> events             the connection is over: what that means for each message

A reply that nobody asked for, a count that does not match, a code that makes no sense end the dialogue: a yes to
the wrong question counts for nothing.
"""

from newsletter.core.content import Message
from newsletter.core.routes import SmtpRoute
from newsletter.core.smtp_events import Encrypt, Event
from newsletter.core.smtp_exchange import Asked, Exchange
from newsletter.core.smtp_opening import OpeningRefused, opening
from newsletter.core.smtp_replies import NotSmtp, ReplyReader


class Dialogue:
    """`is_ready` once it is open and greeted; `is_free` while a message may be offered."""

    def __init__(self, route: SmtpRoute, *, name: str) -> None:
        self._reader = ReplyReader()
        self._exchange = Exchange()
        self._exchange.asked.append((Asked.OPENING, None))  # the greeting comes unasked
        self._opening = opening(route, name=name)
        next(self._opening)
        self.is_ready = False
        self.replies = 0  # whole ones that were heard

    @property
    def is_free(self) -> bool:
        return self.is_ready and self._exchange.is_idle

    @property
    def is_over(self) -> bool:
        return self._exchange.is_over

    @property
    def holding(self) -> Message | None:
        """The message whose body is written, all but the final dot."""
        return self._exchange.holding

    @property
    def awaits_answer(self) -> bool:
        """A dot was written and is not answered yet."""
        asked = self._exchange.asked
        return bool(asked) and asked[0][0] is Asked.DOT

    @property
    def pipelines(self) -> bool:
        return self._exchange.pipelines

    @property
    def most_bytes(self) -> int:
        """The largest message that the server announced to take; 0 when it did not say."""
        size = self._exchange.offers.get("SIZE", "")
        return int(size) if size.isdecimal() else 0

    def written(self) -> bytes:
        """What must go to the server now, in one write."""
        out = self._exchange.out
        data = out[0] if len(out) == 1 else b"".join(out)
        out.clear()
        return data

    def hear(self, data: bytes) -> list[Event]:
        """What the server said, and what follows from it."""
        try:
            for reply in self._reader.read(data):
                self.replies += 1
                if not self.is_over:
                    self._answered(reply)
        except NotSmtp as odd:
            self._exchange.finish(str(odd))
        return self._events()

    def encrypted(self) -> None:
        """TLS stands: the opening goes on."""
        self._step("")

    def offer(self, message: Message) -> None:
        """Begin a message; only while `is_free`."""
        if not self.is_free:
            raise RuntimeError("A message is offered to a connection that is not free.")
        self._exchange.begin(message)

    def dot(self, following: Message | None = None) -> None:
        """The final dot of the message that is held. `following` only where the server pipelines."""
        if self.holding is None or (following and not self.pipelines):
            raise RuntimeError("A dot is written for a message that is not held, or too much follows it.")
        self._exchange.dot(following)

    def quit(self) -> None:
        """Leave politely; only while `is_free`."""
        self._exchange.ask(Asked.QUIT, b"QUIT\r\n")

    def end(self, words: str = "The server closed the connection.") -> list[Event]:
        """The connection is over; what was after its dot may have arrived, what was before it has not."""
        self._exchange.finish(words)
        return self._events()

    def _events(self) -> list[Event]:
        events, self._exchange.events = self._exchange.events, []
        return events

    def _answered(self, reply: str) -> None:
        if not self._exchange.asked:
            self._exchange.finish("The server spoke out of turn.")
            return
        asked, message = self._exchange.asked.popleft()
        if asked is Asked.OPENING:
            self._step(reply)
        else:
            self._exchange.answered(asked, message, reply)

    def _step(self, reply: str) -> None:
        """One step of the opening."""
        try:
            line = self._opening.send(reply)
        except StopIteration as opened:
            self._exchange.offers, self.is_ready = opened.value, True
        except OpeningRefused as refused:
            self._exchange.finish(str(refused), is_refused=refused.is_refused)
        else:
            self._went_on(line)

    def _went_on(self, line: bytes | None) -> None:
        if line is not None:
            self._exchange.ask(Asked.OPENING, line)
        elif self._reader.is_between_replies:
            self._exchange.events.append(Encrypt())
        else:
            self._exchange.finish("The server spoke before TLS began.")  # said in the open: thrown away (RFC 3207 6)
