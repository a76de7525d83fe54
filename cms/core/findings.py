"""What every check returns: one finding, about one place, with one thing to do."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Level(StrEnum):
    """How much a finding weighs: it stops, it asks a person, or it hints."""

    STOP = "stop"
    ASK = "ask"
    HINT = "hint"


_WEIGHT = {Level.STOP: 0, Level.ASK: 1, Level.HINT: 2}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a check saw: in words, with its place and the way to mend it.

    `check` is the code of the check (B1, W4 ...); `passage` is the text it is about, as the author wrote it.
    """

    check: str
    level: Level
    words: str
    mend: str = ""
    block_id: str = ""
    field: str = ""
    passage: str = ""


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Stops, then questions, then hints; inside a level the order of the letter stays."""
    return tuple(sorted(findings, key=lambda finding: _WEIGHT[finding.level]))


def stops(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only what must be mended before anything goes out."""
    return tuple(finding for finding in findings if finding.level is Level.STOP)


def asks(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only what a person must mend or tick."""
    return tuple(finding for finding in findings if finding.level is Level.ASK)


def fingerprint(finding: Finding) -> str:
    """The same for the same question about the same passage in the same place; other words give another one."""
    about = [finding.check, finding.block_id, finding.field, finding.passage, finding.words]
    return sha256(json.dumps(about).encode("ascii")).hexdigest()
