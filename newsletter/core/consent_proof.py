"""What a consent can be proved with: every line of its chain, all that its hash is made of, and whether it holds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from newsletter.core.consent_chain import Line, faults

FORMAT = "partwise-consent-proof-1"

ACTION_WORDS = {
    "requested": "Asked for",
    "confirmed": "Agreed",
    "imported": "Agreed elsewhere, brought here in a file",
    "asked_once": "Was asked once by staff; no consent",
    "restored": "Took a leaving back",
    "withdrawn": "Took the consent back",
}
METHOD_WORDS = {
    "page": "on a page of this site",
    "embed": "by a form on another site",
    "api": "through the API",
    "import": "by a file of readers",
    "one_click": "with the button of their mail program",
    "staff": "staff wrote it down",
    "mailto": "by mail to the address for leaving",
    "complaint": "by reporting a letter as spam",
    "provider": "at the mail provider",
    "demo": "invented, for the demo",
}
HOW_TO_CHECK = (
    "SHA-256, written as hexadecimal digits. A commitment is the hash of salt, a line feed and evidence. The hash of a "
    "line is the hash of this list as JSON in ASCII without spaces: subject, purpose, seq, action, method, hash of the "
    "wording, given_on in UTC with microseconds and +00:00, commitment, prev_hash. The first prev_hash is empty, every "
    "other one is the hash of the line before, and seq counts from 1. Where evidence was erased its salt is empty too, "
    "and the commitment stands for it."
)
"""How anyone can check a proof without this program."""

REACH = (
    "That a chain holds means that no line of it was changed or taken out of its middle since it was written. Whether "
    "lines at its end are missing cannot be seen from the chain; backups can tell."
)
"""What a chain that holds proves, and what it does not."""


def proved_chain(lines: Sequence[Line], *, recorded: Sequence[datetime], actors: Sequence[str]) -> dict[str, Any]:
    """One chain, checked now; `recorded` and `actors` go with the lines, and stand outside their hashes."""
    wrong = list(faults(lines))
    told = [_line(line, at=at, by=by) for line, at, by in zip(lines, recorded, actors, strict=True)]
    return {"verified": not wrong, "faults": wrong, "lines": told}


def _line(line: Line, *, at: datetime, by: str) -> dict[str, Any]:
    return {
        "seq": line.seq,
        "subject": line.subject,
        "purpose": line.purpose,
        "action": line.action,
        "method": line.method,
        "given_on": _moment(line.given_on),
        "recorded_at": _moment(at),
        "wording": line.wording,
        "wording_sha256": sha256(line.wording.encode()).hexdigest(),
        "evidence": line.evidence,
        "evidence_erased": not line.salt,
        "written_down_by": by,
        "salt": line.salt,
        "commitment": line.commitment,
        "prev_hash": line.prev_hash,
        "hash": line.hash,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
