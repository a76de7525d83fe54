"""One SMTP connection, step by step: lines out, whole replies in, every one in its turn."""

import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from newsletter.core.routes import SmtpRoute, Tls

CONNECT_S = 30.0
REPLY_S = 60.0  # before the dot nothing is lost, so this is short
ANSWER_S = 600.0  # after the dot (RFC 5321 4.5.3.2.6)
# From the moment a sender is told to stop. Kubernetes kills 30 s after SIGTERM and systemd after 90 s by default;
# a server that has not answered by then leaves its message in doubt, as a kill would.
STOP_S = 30.0
LOOK_S = 0.5  # a signal does not end a read, so a waiting read looks up this often
LONGEST_REPLY = 64 * 1024

_LINE = re.compile(rb"[2-5]\d\d(?:[ -][^\r\n]*)?\r?\n")


class ConversationOver(ConnectionError):  # noqa: N818 - the house names exceptions by what happened
    """The connection ended, or what came over it was no SMTP."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long each answer is waited for, in seconds; once `stopping` says so, none longer than `stop_s` from then."""

    reply_s: float = REPLY_S
    answer_s: float = ANSWER_S
    stop_s: float = STOP_S
    stopping: Callable[[], bool] = lambda: False


class Conversation:
    """A connection that is open and greeted. Every method may raise OSError: then it is over."""

    def __init__(self, sock: socket.socket, *, patience: Patience) -> None:
        self._sock = sock
        self._patience = patience
        self._stopped = float("inf")  # the moment from which a stop was seen
        self._heard = b""
        self._inside_data = False
        self.offers: Mapping[str, str] = {}
        self.is_encrypted = isinstance(sock, ssl.SSLSocket)

    def command(self, line: str) -> str:
        """One command and its whole reply. Whatever was said out of turn before it ends the conversation."""
        self.expect_silence()
        self._sock.settimeout(self._patience.reply_s)
        self._sock.sendall(line.encode("ascii") + b"\r\n")
        return self.reply()

    def reply(self) -> str:
        """The next reply, one line or many."""
        return self._reply(self._patience.reply_s)

    def greet(self, name: str) -> str:
        """EHLO; `offers` afterwards holds the extensions in capitals with their parameters."""
        reply = self.command(f"EHLO {name}")
        lines = [line[4:].strip().partition(" ") for line in reply.splitlines()[1:]]
        self.offers = {word.upper(): rest for word, _, rest in lines}
        return reply

    def encrypt(self, context: ssl.SSLContext, *, host: str) -> None:
        """TLS from here on; whatever stands in the buffer was said in the open and is refused."""
        self.expect_silence()
        self._sock.settimeout(self._patience.reply_s)
        self._sock = context.wrap_socket(self._sock, server_hostname=host)
        self.is_encrypted = True

    def body(self, data: bytes) -> None:
        """The message, all but the final dot. Afterwards only `dot` or the end of the connection may follow."""
        self._inside_data = True
        self._sock.settimeout(self._patience.reply_s)
        self._sock.sendall(_dot_stuffed(data))
        self.expect_silence()

    def dot(self) -> str:
        """The point of no return, and the answer to it."""
        self._sock.sendall(b".\r\n")
        self._inside_data = False
        return self._reply(self._patience.answer_s)

    def expect_silence(self) -> None:
        """Nothing may have been said that nobody asked for: a yes to the wrong question counts for nothing."""
        self._sock.settimeout(0)
        try:
            spoken = self._heard or self._sock.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        raise ConversationOver("The server spoke out of turn." if spoken else "The server went away.")

    def close(self) -> None:
        """Leave: politely where that is possible. Inside DATA nothing may be said, so the server drops the message."""
        try:
            if not self._inside_data:
                self._sock.settimeout(1.0)
                self._sock.sendall(b"QUIT\r\n")
        except OSError:
            pass  # it is over in any case
        finally:
            self._sock.close()

    def _reply(self, timeout_s: float) -> str:
        until, lines = time.monotonic() + timeout_s, b""
        while True:
            line = self._line(until)
            lines += line
            if not _LINE.fullmatch(line) or len(lines) > LONGEST_REPLY:
                raise ConversationOver("The server's reply is no SMTP.")
            if line[3:4] != b"-":
                return lines.decode("ascii", "replace").strip()

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._heard:
            left = min(until, self._stop_at()) - time.monotonic()
            if left <= 0 or len(self._heard) > LONGEST_REPLY:
                raise ConversationOver("The server did not answer in time.")
            self._sock.settimeout(min(left, LOOK_S))
            with suppress(TimeoutError):
                self._hear()
        line, _, self._heard = self._heard.partition(b"\n")
        return line + b"\n"

    def _hear(self) -> None:
        data = self._sock.recv(4096)
        if not data:
            raise ConversationOver("The server closed the connection.")
        self._heard += data

    def _stop_at(self) -> float:
        """Until when an answer is waited for at all."""
        if self._patience.stopping():
            self._stopped = min(self._stopped, time.monotonic())
        return self._stopped + self._patience.stop_s


def connect(route: SmtpRoute, *, context: ssl.SSLContext, patience: Patience) -> Conversation:
    """A connection whose greeting was not read yet. Raises OSError."""
    sock = socket.create_connection((route.host, route.port), timeout=CONNECT_S)
    # Without it Nagle and the delayed ACK cost about 40 ms per message.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if route.tls is Tls.IMPLICIT:
        sock = context.wrap_socket(sock, server_hostname=route.host)
    return Conversation(sock, patience=patience)


def _dot_stuffed(data: bytes) -> bytes:
    # The wire never begins a line with a dot; another writer's message might (RFC 5321 4.5.2).
    if data.startswith(b"."):
        data = b"." + data
    return data.replace(b"\r\n.", b"\r\n..") if b"\r\n." in data else data
