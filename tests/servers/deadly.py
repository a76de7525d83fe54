"""A mail server on loopback that tells a test where a conversation stands, so that it can kill the other side there."""

import socket
import threading
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

STAGES = ("greeting", "ehlo", "mail", "rcpt", "data", "body", "dot", "recorded")


@dataclass
class Script:
    """`at` is called at each stage before the answer to it; `replies` holds what is said once instead of yes.

    An empty reply ends the connection. `accepted` are the bodies that were taken.
    """

    port: int = 0
    at: Callable[[str], None] = lambda _: None
    pipelining: bool = True
    replies: dict[str, str] = field(default_factory=dict)
    accepted: list[bytes] = field(default_factory=list)

    def begin(self, **changes) -> None:
        """A new story."""
        self.at, self.pipelining, self.replies = lambda _: None, True, {}
        self.accepted.clear()
        for name, value in changes.items():
            setattr(self, name, value)


@contextmanager
def deadly_server():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        script = Script(port=listener.getsockname()[1])
        threading.Thread(target=_listen, args=(listener, script), daemon=True).start()
        yield script
        listener.shutdown(socket.SHUT_RDWR)


def _listen(listener, script: Script) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_serve, args=(client, script), daemon=True).start()


def _serve(client, script: Script) -> None:
    with suppress(OSError, EOFError), client, client.makefile("rb") as lines:
        script.at("greeting")
        _say(client, "220 here")
        while _answer(client, lines, script):
            pass


def _answer(client, lines, script: Script) -> bool:
    verb = _line(lines)[:4].decode().strip().lower()
    if verb == "data":
        return _reply(client, script, "data", "354 go on") and _take(client, lines, script)
    if verb == "quit":
        return False
    offers = "250-here\r\n250-PIPELINING\r\n250 SIZE 100000000" if script.pipelining else "250 here"
    usual = offers if verb == "ehlo" else "250 2.0.0 ok"
    return _reply(client, script, verb, usual)


def _take(client, lines, script: Script) -> bool:
    body = [_line(lines)]
    if body == [b".\r\n"]:  # behind a refused recipient: nobody is addressed, so nothing is taken
        return _reply(client, script, "", "554 5.5.1 no valid recipients")
    script.at("body")
    while body[-1] != b".\r\n":
        body.append(_line(lines))
    script.at("dot")
    if script.replies.get("dot", "2").startswith("2") or not script.replies["dot"]:
        script.accepted.append(b"".join(body[:-1]))
        script.at("recorded")
    return _reply(client, script, "", script.replies.pop("dot", "250 2.0.0 taken"))


def _reply(client, script: Script, stage: str, usual: str) -> bool:
    if stage in STAGES:
        script.at(stage)
    said = script.replies.pop(stage, usual)
    if said:
        _say(client, said)
    return bool(said) and not (stage == "data" and not said.startswith("354"))


def _line(lines) -> bytes:
    line = lines.readline()
    if not line:
        raise EOFError
    return line


def _say(client, text: str) -> None:
    client.sendall(text.encode() + b"\r\n")
