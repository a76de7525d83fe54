"""What an SMTP dialogue tells the one who drives it."""

from dataclasses import dataclass

from newsletter.core.content import Message
from newsletter.core.receipts import Stage


@dataclass(frozen=True)
class Told:
    """What one message was told, and where; an empty reply means that the connection ended first."""

    message: Message
    stage: Stage
    reply: str = ""


@dataclass(frozen=True)
class Turned:
    """The server took no MAIL, or left before it answered: that is about us, and the message may try another way."""

    message: Message
    reply: str = ""


@dataclass(frozen=True)
class Encrypt:
    """TLS begins here, and nothing that was said in the open counts any more; then `encrypted` goes on."""


@dataclass(frozen=True)
class Over:
    """The connection must be closed now, without another word."""

    words: str
    is_refused: bool = False


Event = Told | Turned | Encrypt | Over
