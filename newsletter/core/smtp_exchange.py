"""Mail transactions: what was asked, in order, and what each answer means for its message."""

from collections import deque
from enum import Enum, auto

from newsletter.core.content import Message
from newsletter.core.receipts import Stage
from newsletter.core.smtp_events import Event, Over, Told, Turned
from newsletter.core.smtp_opening import Offers
from newsletter.core.smtp_replies import GO_AWAY, GO_ON, code_of, kind_of

ANSWERS = frozenset({2, 4, 5})


class Asked(Enum):
    """What an open reply will answer."""

    OPENING = auto()
    RESET = auto()
    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    LONE_DOT = auto()
    DOT = auto()
    QUIT = auto()


_STAGES = {Asked.RCPT: Stage.RCPT, Asked.DATA: Stage.DATA, Asked.LONE_DOT: Stage.DATA, Asked.DOT: Stage.DOT}


class Exchange:
    """`asked` are the open questions; `holding` is a message whose body is written, all but the final dot."""

    def __init__(self) -> None:
        self.offers: Offers = {}
        self.out: list[bytes] = []
        self.asked: deque[tuple[Asked, Message | None]] = deque()
        self.events: list[Event] = []
        self.holding: Message | None = None
        self.is_over = False
        self._envelope: Message | None = None  # between its MAIL and the end of its body
        self._refused = ""  # the answer to its RCPT, when that was a no
        self._needs_reset = False
        self._meant = {
            Asked.MAIL: self._mail_answered,
            Asked.RCPT: self._rcpt_answered,
            Asked.DATA: self._data_answered,
            Asked.LONE_DOT: self._lone_dot_answered,
            Asked.DOT: self._dot_answered,
        }

    @property
    def is_idle(self) -> bool:
        return not (self.is_over or self._envelope or self.holding or self.asked)

    @property
    def pipelines(self) -> bool:
        return "PIPELINING" in self.offers

    def ask(self, asked: Asked, line: bytes, message: Message | None = None) -> None:
        """One line to the server; its reply will come in its turn."""
        self.out.append(line)
        self.asked.append((asked, message))

    def answered(self, asked: Asked, message: Message | None, reply: str) -> None:
        """The reply to the oldest open question."""
        if code_of(reply) == GO_AWAY:
            self._go_away(asked, message, reply)
        elif message:
            self._meant[asked](message, reply)
        elif asked is Asked.RESET:
            self._reset(reply)

    def begin(self, message: Message) -> None:
        """The envelope: in one write where the server pipelines (RFC 2920), else its first line."""
        self._envelope, self._refused = message, ""
        if self._needs_reset:
            self._needs_reset = False
            self.ask(Asked.RESET, b"RSET\r\n")
        if self.pipelines or not self.asked:
            self._mail(message)
        if self.pipelines:
            self._rcpt(message)
            self._data(message)

    def dot(self, following: Message | None) -> None:
        """The point of no return; the next envelope goes with it."""
        self.ask(Asked.DOT, b".\r\n", self.holding)
        self.holding = None
        if following:
            self.begin(following)

    def _mail(self, message: Message) -> None:
        size = f" SIZE={len(message.data)}" if "SIZE" in self.offers else ""
        self.ask(Asked.MAIL, f"MAIL FROM:<{message.envelope_from}>{size}\r\n".encode("ascii"), message)

    def _rcpt(self, message: Message) -> None:
        self.ask(Asked.RCPT, f"RCPT TO:<{message.envelope_to}>\r\n".encode("ascii"), message)

    def _data(self, message: Message) -> None:
        self.ask(Asked.DATA, b"DATA\r\n", message)

    def _reset(self, reply: str) -> None:
        if kind_of(reply) != 2:
            self.finish("The server did not reset.")
        elif self._envelope and not self.pipelines:
            self._mail(self._envelope)

    def _mail_answered(self, message: Message, reply: str) -> None:
        if kind_of(reply) != 2:
            # It concerns every message on this way; what was pipelined behind it is not worth reading.
            self._envelope = None
            self.events.append(Turned(message, reply))
            self.finish("The server took no MAIL.")
        elif not self.pipelines:
            self._rcpt(message)

    def _rcpt_answered(self, message: Message, reply: str) -> None:
        if kind_of(reply) not in ANSWERS:
            self._settle(message, Stage.RCPT, "")
            self.finish("The server's answer to RCPT makes no sense.")
        elif kind_of(reply) != 2:
            self._refused = reply
            if not self.pipelines:
                self._settle(message, Stage.RCPT, reply)
        elif not self.pipelines:
            self._data(message)

    def _data_answered(self, message: Message, reply: str) -> None:
        if code_of(reply) == GO_ON:
            if self._refused:
                self.ask(Asked.LONE_DOT, b".\r\n", message)  # nobody is addressed: nothing is handed over
            else:
                self._envelope, self.holding = None, message
                self.out.append(dot_stuffed(message.data))
        elif self._refused:
            self._settle(message, Stage.RCPT, self._refused)
        elif kind_of(reply) in {4, 5}:
            self._settle(message, Stage.DATA, reply)
        else:
            self.finish("The server's answer to DATA makes no sense.")

    def _lone_dot_answered(self, message: Message, reply: str) -> None:
        self._settle(message, Stage.RCPT, self._refused, needs_reset=False)
        if kind_of(reply) not in ANSWERS:
            self.finish("The server's answer to a dot makes no sense.")

    def _dot_answered(self, message: Message, reply: str) -> None:
        self.events.append(Told(message, Stage.DOT, reply))
        if kind_of(reply) not in ANSWERS:
            self.finish("The server's answer to a dot makes no sense.")

    def _settle(self, message: Message, stage: Stage, reply: str, *, needs_reset: bool = True) -> None:
        """A no before the body."""
        self._envelope, self._needs_reset = None, needs_reset
        self.events.append(Told(message, stage, reply))

    def _go_away(self, asked: Asked, message: Message | None, reply: str) -> None:
        if message and asked is Asked.MAIL:
            self._envelope = None
            self.events.append(Turned(message, reply))
        elif message and asked is Asked.DOT:
            self.events.append(Told(message, Stage.DOT, reply))
        elif message and not self._refused:
            self._settle(message, _STAGES[asked], reply)
        self.finish("The server wants no more for now.")

    def finish(self, words: str, *, is_refused: bool = False) -> None:
        """Over, once; what is still open has no answer, except a recipient who was refused already."""
        if self.is_over:
            return
        self.is_over = True
        for asked, message in self.asked:
            if message and asked is Asked.DOT:
                self.events.append(Told(message, Stage.DOT))
        if self.holding:
            self.events.append(Told(self.holding, Stage.DATA))
        if self._envelope and any(asked is Asked.MAIL for asked, _ in self.asked):
            self.events.append(Turned(self._envelope))  # not even begun
        elif self._envelope:
            at_data = not any(asked is Asked.RCPT for asked, _ in self.asked)
            stage = Stage.DATA if at_data and not self._refused else Stage.RCPT
            self.events.append(Told(self._envelope, stage, self._refused))
        self.asked.clear()
        self.out.clear()
        self._envelope = self.holding = None
        self.events.append(Over(words, is_refused=is_refused))


def dot_stuffed(data: bytes) -> bytes:
    """The wire never begins a line with a dot; another writer's message might (RFC 5321 4.5.2)."""
    if data.startswith(b"."):
        data = b"." + data
    return data.replace(b"\r\n.", b"\r\n..") if b"\r\n." in data else data
