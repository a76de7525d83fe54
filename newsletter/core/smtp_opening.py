"""From the greeting to a connection that may carry letters: EHLO, STARTTLS, AUTH, each in its turn."""

import base64
from collections.abc import Generator, Mapping

from newsletter.core.replies import shortened
from newsletter.core.routes import SmtpRoute, Tls
from newsletter.core.smtp_replies import kind_of

Offers = Mapping[str, str]
"""The extensions of a server in capitals, with their parameters."""

Opening = Generator[bytes | None, str, Offers]
"""Yields each command and is sent the whole reply to it; yields None where TLS begins and is sent ""."""


class OpeningRefused(Exception):  # noqa: N818 - the house names exceptions by what happened
    """The way is closed, and no letter is to blame. `is_refused`: waiting alone will not help."""

    def __init__(self, words: str, *, is_refused: bool) -> None:
        super().__init__(words)
        self.is_refused = is_refused


def opening(route: SmtpRoute, *, name: str) -> Opening:
    """The steps up to the first MAIL; what they end with is what the server offers. Raises OpeningRefused."""
    expect((yield b""), "the connection")
    offers = yield from _greet(name)
    if route.tls in {Tls.REQUIRED, Tls.OPPORTUNISTIC}:
        offers = yield from _secure(route, offers, name)
    if route.user:
        yield from _log_in(route, offers)
    return offers


def expect(reply: str, asked: str, *, wanted: int = 2) -> None:
    """The answers that concern no letter. Raises OpeningRefused."""
    if kind_of(reply) != wanted:
        words = f"The next server answered {asked}: {shortened(reply)}"
        raise OpeningRefused(words, is_refused=kind_of(reply) == 5)


def _greet(name: str) -> Opening:
    reply = yield f"EHLO {name}\r\n".encode("ascii")
    expect(reply, "EHLO")
    lines = [line[4:].strip().partition(" ") for line in reply.splitlines()[1:]]
    return {word.upper(): rest for word, _, rest in lines}


def _secure(route: SmtpRoute, offers: Offers, name: str) -> Opening:
    if "STARTTLS" in offers:
        expect((yield b"STARTTLS\r\n"), "STARTTLS")
        yield None
        return (yield from _greet(name))  # what was offered in the open counts for nothing (RFC 3207 4.2)
    if route.tls is Tls.REQUIRED:
        raise OpeningRefused("The next server offers no TLS, and PARTWISE_SMTP_URL requires it.", is_refused=True)
    return offers


def _log_in(route: SmtpRoute, offers: Offers) -> Generator[bytes, str, None]:
    if "PLAIN" in offers.get("AUTH", "").upper().split():
        expect((yield _line("AUTH PLAIN ", f"\0{route.user}\0{route.password}")), "AUTH")
        return
    expect((yield b"AUTH LOGIN\r\n"), "AUTH", wanted=3)
    expect((yield _line("", route.user)), "AUTH", wanted=3)
    expect((yield _line("", route.password)), "AUTH")


def _line(words: str, secret: str) -> bytes:
    return words.encode("ascii") + base64.b64encode(secret.encode()) + b"\r\n"
