"""How we know of a consent that came by a file: which file, which row, when, and from which network."""

import re
from datetime import datetime

LONGEST = 400
HASH_DIGITS = 12

_MARK = re.compile(r" \(file [0-9a-f]{12}\)$")


def evidence(*, label: str, row: int, agreed_at: datetime, network: str = "", declared: str = "") -> str:
    """What stands beside a consent: “Mailchimp, row 12: 2024-05-03 10:00 UTC, from 203.0.113.0/24”."""
    words = f"{label}, row {row}: {agreed_at:%Y-%m-%d %H:%M} UTC"
    words += f", from {network}" if network else ""
    return f"{words}. {declared}" if declared else words


def marked(words: str, *, sha256: str) -> str:
    """The words with the hash of the file that they came by; the mark of an earlier file gives way."""
    mark = f" (file {sha256[:HASH_DIGITS]})"
    return unmarked(words)[: LONGEST - len(mark)] + mark


def unmarked(words: str) -> str:
    """The words as they were before any file."""
    return _MARK.sub("", words)
