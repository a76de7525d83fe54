"""All connections of one route in this process: opened as they are needed, kept between batches, given back in time."""

import asyncio
import ssl
from collections import deque
from functools import cached_property

from newsletter.core.content import Message
from newsletter.core.routes import SmtpRoute
from newsletter.core.smtp_events import Event
from newsletter.transports.line import Line
from newsletter.transports.patience import Patience

GROWS_AFTER_S = 60.0
DRAIN_S = 0.002
LEAVE_S = 1.0


class Lines:
    """The loop runs only inside `turn`: between two turns the thread is the database's."""

    def __init__(self, route: SmtpRoute, *, name: str, patience: Patience, most: int) -> None:
        self._route, self._name, self._patience = route, name, patience
        self._most = self._limit = most
        self._shrunk = self._stopped = float("inf")
        self._lines: list[Line] = []
        self._leaving: list[Line] = []
        self.heard: deque[tuple[Line, Event]] = deque()

    def __iter__(self):
        return iter(self._lines)

    @property
    def busy(self) -> list[Line]:
        """Those that carry a message, or open for one."""
        return [line for line in self._lines if line.first or not line.is_free]

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def now(self) -> float:
        """Seconds on the loop's clock."""
        return self._loop.time()

    @property
    def may_open(self) -> bool:
        if self._limit < self._most and self._loop.time() - self._shrunk > GROWS_AFTER_S:
            self._limit, self._shrunk = self._limit + 1, self._loop.time()
        return len(self._lines) < self._limit

    def open(self, first: Message) -> None:
        """One more connection; its message waits until it is ready."""
        line = Line(
            self._route,
            name=self._name,
            context=self._context,
            patience=self._patience,
            loop=self._loop,
            heard=self.heard,
        )
        line.first = first
        self._lines.append(line)

    def shrink(self, to: int) -> None:
        """The next server wants fewer connections; one more is tried each quiet minute."""
        self._limit, self._shrunk = max(1, to), self._loop.time()

    def free(self) -> list[Line]:
        """Those that may take a message; worn ones, and more than are wanted, say goodbye."""
        for line in list(self._lines):
            if line.is_over:
                self._let_go(line)
            elif line.is_free and not line.first and (line.is_worn or len(self._lines) > self._limit):
                line.leave()
                self._let_go(line)
        return [line for line in self._lines if line.is_free]

    def turn(self, wait_s: float) -> None:
        """Let the loop run until something happens, at most so long; then end what has waited too long."""
        if any(line.holding and not line.at_gate for line in self._lines):
            wait_s = min(wait_s, DRAIN_S)  # inside TLS nobody tells when the last byte has left
        self._run(wait_s)
        self._end_late()

    def close(self) -> None:
        """Say goodbye on all connections; the transport may be used again."""
        for line in list(self._lines):
            line.leave()
            self._let_go(line)
        self.heard.clear()
        if "_loop" in self.__dict__:
            self._see_off()
            self._loop.close()
            del self._loop

    def abandon(self) -> None:
        """Hang up wherever a message is under way."""
        for line in self.busy:
            line.hang_up()
        self.free()
        self.heard.clear()

    def _end_late(self) -> None:
        now = self._loop.time()
        if self._patience.stopping():
            self._stopped = min(self._stopped, now)
        for line in self._lines:
            if now > min(line.deadline, self._stopped + self._patience.stop_s) and line in self.busy:
                line.hang_up("The server did not answer in time.")

    def _let_go(self, line: Line) -> None:
        self._lines.remove(line)
        self._leaving = [each for each in [*self._leaving, line] if not each.is_closed()]

    def _see_off(self) -> None:
        """Last words are flushed; nobody waits long for a server that does not read them."""
        until = self._loop.time() + LEAVE_S
        while any(not line.is_closed() for line in self._leaving):
            if self._loop.time() > until:
                for line in self._leaving:
                    line.abort()
            self._run(DRAIN_S)

    def _run(self, wait_s: float) -> None:
        alarm = self._loop.call_later(wait_s, self._loop.stop) if wait_s else self._loop.call_soon(self._loop.stop)
        self._loop.run_forever()
        alarm.cancel()

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop()

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._route.ca or None)
