"""What somebody told us of a letter after it had left."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsletter.core.delivery_state import Reason
from newsletter.core.replies import Effect


class Kind(StrEnum):
    """What an inbound event is about, the gravest first."""

    COMPLAINED = "complained"
    BOUNCED = "bounced"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    LEFT = "left"
    AUTO_REPLY = "auto_reply"
    TOO_BIG = "too_big"
    UNREADABLE = "unreadable"


KINDS: Mapping[Kind, str] = {
    Kind.COMPLAINED: "The reader pressed spam",
    Kind.BOUNCED: "Came back",
    Kind.DELIVERED: "Arrived",
    Kind.DELAYED: "Late, and still on its way",
    Kind.LEFT: "The reader left",
    Kind.AUTO_REPLY: "An automatic reply",
    Kind.TOO_BIG: "Too large to be read",
    Kind.UNREADABLE: "Says nothing of a letter",
}


@dataclass(frozen=True, kw_only=True)
class News:
    """`reason` and `effect` say why a letter came back and what that means for its reader; `words` name nobody."""

    kind: Kind
    reason: Reason | None = None
    effect: Effect = Effect.NONE
    code: int = 0
    enhanced: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Names:
    """How the letter that is meant may be named: by tokens of ours, or by its Message-ID. Nothing is verified yet."""

    envelope: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    public_id: str = ""
