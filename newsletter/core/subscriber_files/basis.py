"""On what the consent of a file rests: a named person says so before anything is taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BasisKind(StrEnum):
    """How the consent of the readers in a file is known."""

    PROOF = "proof"
    DECLARED = "declared"
    UNKNOWN = "unknown"


BASES: Mapping[BasisKind, str] = {
    BasisKind.PROOF: "The file says when each of them agreed. Whoever has no date waits.",
    BasisKind.DECLARED: "I know that all of them agreed, and can show it. Whoever has no date gets the day I give.",
    BasisKind.UNKNOWN: "I do not know. All of them wait, and nobody gets a letter.",
}


@dataclass(frozen=True, kw_only=True)
class Basis:
    """`wording` are the words that readers agreed to; `given_on` is the day of a declaration, `evidence` its proof."""

    kind: BasisKind
    wording: str = ""
    evidence: str = ""
    given_on: datetime | None = None

    def agreed_at(self, found: datetime | None) -> datetime | None:
        """When a reader agreed, by the row's moment and by what was declared; None for no proof."""
        if self.kind is BasisKind.UNKNOWN:
            return None
        return found or (self.given_on if self.kind is BasisKind.DECLARED else None)
