"""What a row says about one reader, in our words, before anything is decided."""

from dataclasses import dataclass
from enum import StrEnum


class Stance(StrEnum):
    """Where the other system says that the reader stands."""

    STANDS = "stands"  # gets letters there, or nothing is said
    WAITS = "waits"  # never confirmed there
    LEFT = "left"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """`agreed_at` and `ended_at` are texts as the file has them; `why` says why the row is left out."""

    stance: Stance = Stance.STANDS
    agreed_at: str = ""
    agreed_ip: str = ""
    ended_at: str = ""
    why: str = ""
