"""A recording mail server on loopback: it writes down what it accepts before it says so, and misbehaves on request.

A fault belongs to a recipient's local part: `server.faults["ada"] = "reset after dot"`, and so does an answer of
any words: `server.answers["ada"] = ("dot", b"550 5.7.1 not from you")`.
"""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

REPLIES = {
    "450 at rcpt": ("rcpt", "450 4.2.1 mailbox busy"),
    "550 at rcpt": ("rcpt", "550 5.1.1 no such user"),
    "421 at rcpt": ("rcpt", "421 4.7.0 go away"),
    "early yes": ("data", "354 go on\r\n250 yes, whatever it is"),
    "554 at data": ("data", "554 5.5.1 not now"),
    "451 at dot": ("dot", "451 4.3.0 try again"),
    "550 at dot": ("dot", "550 5.7.1 not from you"),
    "nonsense at dot": ("dot", "hello there"),
    "354 at dot": ("dot", "354 go on"),
    "split 250 at dot": ("dot", "250-2.0.0 yes\r\n250 2.0.0 really"),
}


@dataclass
class Recorded:
    """What was accepted, in order: recipient and bytes, dots unstuffed."""

    port: int = 0
    accepted: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    greeting: str = "220 ready"
    mail_reply: str = "250 ok"
    rcpt_reply: str = "250 ok"
    answer_after_s: float = 0.0
    offers: tuple[str, ...] = ("SIZE 10000000",)
    dropped: threading.Event = field(default_factory=threading.Event)
    clients: list[socket.socket] = field(default_factory=list)

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.accepted]

    def hang_up(self):
        """Close every connection, as a server does with idle ones."""
        for client in self.clients:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


@contextmanager
def recording_server():
    """The server, listening on a free port; closed at the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    record = Recorded(port=listener.getsockname()[1])
    thread = threading.Thread(target=_listen, args=(listener, record), daemon=True)
    thread.start()
    try:
        yield record
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _listen(listener, record):
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # four small replies in a row wait for nobody
        record.clients.append(client)
        threading.Thread(target=_serve, args=(client, record), daemon=True).start()


def _serve(client, record):
    with suppress(OSError), client, client.makefile("rb") as lines:
        _Session(client, lines, record).run()
    record.dropped.set()


class _Session:
    def __init__(self, client, lines, record):
        self.client, self.lines, self.record = client, lines, record
        self.recipient = ""

    def run(self):
        self.say(self.record.greeting)
        for raw in self.lines:
            line = raw.decode().strip()
            self.record.commands.append(line)
            if self.answer(line.upper(), line) is False:
                return

    def answer(self, upper, line):
        if upper.startswith("EHLO"):
            self.say("\r\n".join(f"250-{word}" for word in ("here", *self.record.offers)) + "\r\n250 HELP")
        elif upper.startswith("MAIL"):
            self.say(self.record.mail_reply)
        elif upper.startswith("RCPT"):
            self.recipient = line.partition("<")[2].partition(">")[0]
            return self.reply_at("rcpt", self.record.rcpt_reply)
        elif upper == "DATA":
            return self.data()
        elif upper == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 ok")
        return True

    def data(self):
        if self.fault == "reset at data":
            return False
        if self.reply_at("data", "354 go on") is False or self.is_refused("data"):
            return self.fault == "554 at data" or self.is_refused("data")
        if self.fault == "reads no body":
            return self.record.dropped.wait()
        body = self.read_body()
        if body is None or self.fault == "reset before recording":
            return False
        if not self.is_refused("dot") and not self.fault.startswith(("nonsense", "354")):
            self.record.accepted.append((self.recipient, body))
        if self.fault in {"reset after dot", "silence after dot"}:
            return False if self.fault.startswith("reset") else self.stay_silent()
        time.sleep(self.record.answer_after_s)
        return self.reply_at("dot", "250 2.0.0 taken")

    def read_body(self):
        body = []
        for line in self.lines:
            if line == b".\r\n":
                return b"".join(body)
            body.append(line[1:] if line.startswith(b".") else line)
        return None

    def stay_silent(self):
        self.lines.read(1)
        return False

    @property
    def fault(self):
        return self.record.faults.get(self.recipient.partition("@")[0], "")

    @property
    def answer_of_its_own(self):
        """Where this recipient is answered otherwise, and how."""
        at, reply = REPLIES.get(self.fault, ("", ""))
        return self.record.answers.get(self.recipient.partition("@")[0], (at, reply.encode()))

    def is_refused(self, stage):
        at, reply = self.answer_of_its_own
        return at == stage and reply[:1] in {b"4", b"5"}

    def reply_at(self, stage, usual):
        if self.fault == f"drips at {stage}":
            self.drip()
        at, reply = self.answer_of_its_own
        self.say(reply if at == stage else usual.encode())
        return not (at == stage and reply.startswith(b"421"))

    def drip(self):
        """Two seconds of an answer that goes on; then its end follows."""
        for _ in range(40):
            self.client.sendall(b"250-slowly\r\n25")
            time.sleep(0.05)
            self.client.sendall(b"0-and still\r\n")

    def say(self, text):
        self.client.sendall((text.encode() if isinstance(text, str) else text) + b"\r\n")
