"""One SMTP connection: its dialogue over an asyncio socket, driven by whoever turns the loop."""

import asyncio
import ssl
from collections import deque

from newsletter.core.content import Message
from newsletter.core.routes import SmtpRoute, Tls
from newsletter.core.smtp_dialogue import Dialogue
from newsletter.core.smtp_events import Encrypt, Event, Over, Told, Turned
from newsletter.transports.patience import CONNECT_S, Patience

MESSAGES_PER_CONNECTION = 100
OLD_S = 300.0


class Line(asyncio.Protocol):
    """`first` waits until the connection is ready. What is told lies in `heard` as pairs of line and event."""

    def __init__(  # noqa: PLR0913 - a line is made in one place
        self,
        route: SmtpRoute,
        *,
        name: str,
        context: ssl.SSLContext,
        patience: Patience,
        loop: asyncio.AbstractEventLoop,
        heard: deque[tuple["Line", Event]],
    ) -> None:
        self._route, self._context, self._patience = route, context, patience
        self._loop, self._heard = loop, heard
        self._dialogue = Dialogue(route, name=name)
        self._raw: asyncio.Transport | None = None  # the socket; what is spoken through is `_wire`
        self._wire: asyncio.Transport | None = None
        self._tasks = {loop.create_task(self._open())}
        self._opened = self._rested = loop.time()
        self.deadline = self._opened + CONNECT_S + patience.reply_s
        self._securing = False
        self.first: Message | None = None
        self.taken = 0
        self.is_gone = False

    @property
    def is_ready(self) -> bool:
        return self._dialogue.is_ready

    @property
    def is_over(self) -> bool:
        return self._dialogue.is_over

    @property
    def is_free(self) -> bool:
        return self._dialogue.is_free

    @property
    def is_worn(self) -> bool:
        """It has served long enough, or rested so long that the server may have gone (S8)."""
        now = self._loop.time()
        too_old = self.taken >= MESSAGES_PER_CONNECTION or now - self._opened > OLD_S
        return too_old or (self.is_free and now - self._rested > self._patience.idle_s)

    @property
    def awaits_answer(self) -> bool:
        return self._dialogue.awaits_answer

    @property
    def takes_following(self) -> bool:
        """The next envelope may go with the dot."""
        return self._dialogue.pipelines and self.taken + 1 < MESSAGES_PER_CONNECTION and not self.is_worn

    @property
    def holding(self) -> Message | None:
        return self._dialogue.holding

    @property
    def at_gate(self) -> bool:
        """A body is written, and every byte of it has left this process (G4)."""
        if not self._dialogue.holding or not self._raw or not self._wire:
            return False
        return not self._wire.get_write_buffer_size() and not self._raw.get_write_buffer_size()

    def fits(self, message: Message) -> bool:
        """The server has not said that it is too large."""
        most = self._dialogue.most_bytes
        return not most or len(message.data) <= most

    def offer(self, message: Message) -> None:
        """Begin a message; only while `is_free`."""
        self._dialogue.offer(message)
        self._write(self._patience.reply_s)

    def dot(self, following: Message | None) -> None:
        """The point of no return, and the next envelope in the same write."""
        self._dialogue.dot(following)
        self._write(self._patience.answer_s)
        self.taken += 1

    def hang_up(self, words: str = "We left.") -> None:
        """Leave without another word: inside DATA the server then drops the message."""
        self._told(self._dialogue.end(words))

    def leave(self) -> None:
        """Say goodbye where that is possible."""
        if not self.is_free:
            self.hang_up()
            for task in self._tasks:
                task.cancel()
            return
        self._dialogue.quit()
        self._write(self._patience.reply_s)
        self._dialogue.end()
        if self._wire:
            self._wire.close()

    def abort(self) -> None:
        """Close without waiting for what is still to be written."""
        if self._raw:
            self._raw.abort()

    def is_closed(self) -> bool:
        """Nothing of it is left in the loop."""
        return self.is_gone or (self._raw is None and all(task.done() for task in self._tasks))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._raw = self._wire = transport
        transport.set_write_buffer_limits(high=0)  # so that an empty buffer is told
        if self.is_over:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        before = self._dialogue.replies
        self._told(self._dialogue.hear(data))
        if self._dialogue.replies > before:  # a piece of an answer gives no more time: else one byte a minute would do
            self._write(self._next_wait_s)

    @property
    def _next_wait_s(self) -> float:
        if self.awaits_answer:
            return self._patience.answer_s
        return self._patience.body_s if self.holding else self._patience.reply_s

    def resume_writing(self) -> None:
        self._loop.stop()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self.is_gone = True
        if not self._securing:  # else the handshake knows better why
            self._told(self._dialogue.end())

    def _write(self, wait_s: float) -> None:
        data = self._dialogue.written()
        if data and self._wire:
            self._wire.write(data)
        self.deadline = self._loop.time() + wait_s

    def _told(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, Encrypt):
                self._tasks.add(self._loop.create_task(self._encrypt()))
            elif isinstance(event, Told | Turned) or not self.is_ready:
                self._heard.append((self, event))
        if self.is_free:
            self._rested = self._loop.time()
        if self.is_over:
            self.abort()
        self._loop.stop()

    async def _open(self) -> None:
        try:
            async with asyncio.timeout(CONNECT_S):
                await self._loop.create_connection(lambda: self, self._route.host, self._route.port)
                if self._route.tls is Tls.IMPLICIT:
                    await self._secure()
        except OSError as error:  # a TimeoutError is one too
            self._lost(error)

    async def _encrypt(self) -> None:
        try:
            async with asyncio.timeout(CONNECT_S):
                await self._secure()
        except OSError as error:
            self._lost(error)
        else:
            self._dialogue.encrypted()
            self._write(self._patience.reply_s)

    async def _secure(self) -> None:
        self._securing, host = True, self._route.host
        self._wire = await self._loop.start_tls(self._raw, self, self._context, server_hostname=host)
        self._securing = False

    def _lost(self, error: OSError) -> None:
        if self.is_over:
            return
        # A certificate that does not hold will not hold in a minute either.
        is_refused = isinstance(error, ssl.SSLCertVerificationError)
        self._dialogue.end()
        self._told([Over(f"{self._route.host} cannot be reached: {error}", is_refused=is_refused)])
