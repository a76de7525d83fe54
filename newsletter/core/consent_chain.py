"""Consents as a chain: each line holds the hash of the one before, so that nobody can change or take out one unseen.

What is personal in a line enters by a salted commitment. Erasure takes the words and the salt away, and the chain still
holds. There is one chain for each subscription, because one for all would make everybody's sign-up wait in a row.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Line:
    """One consent as it was written down; `subject` is a pseudonym, and `salt` is empty once the evidence is erased."""

    subject: str
    purpose: str
    seq: int
    action: str
    method: str
    wording: str
    given_on: datetime
    evidence: str
    salt: str
    commitment: str
    prev_hash: str
    hash: str


def committed(evidence: str, *, salt: str) -> str:
    """What stands in the chain for the evidence: 64 hexadecimal digits that tell nothing without the salt."""
    return sha256(f"{salt}\n{evidence}".encode()).hexdigest()


def hashed(line: Line) -> str:
    """The hash of a line over everything in it that is never erased, and over the line before."""
    said = [
        line.subject,
        line.purpose,
        line.seq,
        line.action,
        line.method,
        sha256(line.wording.encode()).hexdigest(),
        line.given_on.astimezone(UTC).isoformat(timespec="microseconds"),
        line.commitment,
        line.prev_hash,
    ]
    return sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def faults(lines: Iterable[Line]) -> Iterator[str]:
    """What is wrong with one chain, in words; nothing when it holds. `lines` come by their `seq`."""
    before, expected = "", 1
    for line in lines:
        if line.seq != expected:
            yield f"line {expected} is missing"
        if line.prev_hash != before:
            yield f"line {line.seq} does not follow the one before"
        if line.hash != hashed(line):
            yield f"line {line.seq} was changed"
        if line.salt and line.commitment != committed(line.evidence, salt=line.salt):
            yield f"the evidence of line {line.seq} was changed"
        before, expected = line.hash, line.seq + 1
