"""What the next server said of one message, and where in the dialogue it said so."""

from dataclasses import dataclass, field
from enum import StrEnum


class Said(StrEnum):
    """What the next server answered."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    SILENCE = "silence"


class Stage(StrEnum):
    """Where in the dialogue an answer came. After the dot, silence means uncertain."""

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    DOT = "dot"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What one message was told; `code` is 0 when nothing was said, `enhanced` is like `5.1.1` or empty.

    `wait_s` is how long the next server asks everybody to stay away; 0 where it names no time.
    """

    delivery_id: str
    stage: Stage = Stage.DOT
    code: int = 0
    enhanced: str = ""
    reply: str = field(default="", repr=False)
    provider_id: str = ""
    wait_s: float = 0.0

    @property
    def said(self) -> Said:
        """What the code means; a yes to anything but the dot counts for nothing."""
        meant = {2: Said.ACCEPTED, 4: Said.DEFERRED, 5: Said.REFUSED}.get(self.code // 100, Said.SILENCE)
        return Said.SILENCE if meant is Said.ACCEPTED and self.stage is not Stage.DOT else meant
