"""What a check says of the sending domain: good, fix (with the text to publish), or not checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cms.core.names import Asking


class Says(StrEnum):
    """`not_checked` is no accusation: this machine is offline, or was not told what to look for."""

    GOOD = "good"
    FIX = "fix"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, kw_only=True)
class Record:
    """A line to put into DNS, word for word."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`found` is what stands there today, `publish` what should; `hints` are good to know and stop nobody."""

    says: Says
    words: str
    found: tuple[str, ...] = ()
    publish: tuple[Record, ...] = ()
    hints: tuple[str, ...] = ()


Cases = Mapping[str, Asking[Verdict]]
"""What one check looks at, such as a domain or an address, and how it finds its verdict."""


def good(words: str, *, found: tuple[str, ...] = (), hints: tuple[str, ...] = ()) -> Verdict:
    return Verdict(says=Says.GOOD, words=words, found=found, hints=hints)


def fix(
    words: str, *, found: tuple[str, ...] = (), publish: tuple[Record, ...] = (), hints: tuple[str, ...] = ()
) -> Verdict:
    return Verdict(says=Says.FIX, words=words, found=found, publish=publish, hints=hints)


def not_checked(words: str, *, found: tuple[str, ...] = (), hints: tuple[str, ...] = ()) -> Verdict:
    return Verdict(says=Says.NOT_CHECKED, words=words, found=found, hints=hints)


def settled(verdict: Verdict) -> Asking[Verdict]:
    """A verdict for which nothing is asked."""
    yield from ()
    return verdict
