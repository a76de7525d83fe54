"""One DMARC record, read as RFC 9989 writes it; what RFC 7489 still had is a hint."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsletter.core.deliverability.tag_list import TagsBroken, tags

POLICIES = frozenset({"none", "quarantine", "reject"})
GONE = {
    "pct": "“pct” is gone from the standard (RFC 9989), and receivers ignore it. For a test there is t=y.",
    "rf": "“rf” is gone from the standard (RFC 9989). Take it out.",
    "ri": "“ri” is gone from the standard (RFC 9989). Take it out.",
}
# Where a value is not one of these, receivers take the usual one and go on (RFC 9989 4.7).
_CHOICES: Mapping[str, frozenset[str]] = {
    "adkim": frozenset({"r", "s"}),
    "aspf": frozenset({"r", "s"}),
    "psd": frozenset({"y", "n", "u"}),
    "t": frozenset({"y", "n"}),
}
_KNOWN = frozenset({"v", "p", "sp", "np", "rua", "ruf", "fo", *_CHOICES, *GONE})
_VERSION = re.compile(r"v\s*=\s*DMARC1\s*(?:;|$)")
_MAILTO = re.compile(r"mailto:[^@\s,!]+@([A-Za-z0-9.-]+)(?:!\d+[kmgt]?)?", re.IGNORECASE)


class DmarcBroken(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Receivers ignore this record; the message says why."""


@dataclass(frozen=True, kw_only=True)
class DmarcRecord:
    """`dkim_strict` and `spf_strict` ask for the very same domain; `suffix` is the value of psd."""

    policy: str
    dkim_strict: bool
    spf_strict: bool
    suffix: str
    report_hosts: tuple[str, ...]
    hints: tuple[str, ...]


def is_dmarc(text: str) -> bool:
    return bool(_VERSION.match(text))


def read(text: str) -> DmarcRecord:
    """The record's meaning. Raises DmarcBroken."""
    try:
        found = tags(text)
    except TagsBroken as broken:
        raise DmarcBroken(str(broken)) from broken
    hosts = tuple(_hosts(found.get("rua", "")))
    return DmarcRecord(
        policy=_policy(found, has_reports=bool(hosts)),
        dkim_strict=found.get("adkim") == "s",
        spf_strict=found.get("aspf") == "s",
        suffix=found.get("psd", "u"),
        report_hosts=hosts,
        hints=tuple(_hints(found)),
    )


def _policy(found: Mapping[str, str], *, has_reports: bool) -> str:
    for name in ("p", "sp", "np"):
        if name in found and found[name].lower() not in POLICIES:
            raise DmarcBroken(f"{name}={found[name]} is not one of none, quarantine and reject.")
    if "p" not in found and not has_reports:
        raise DmarcBroken("It says neither what to do (p=) nor where reports go (rua=).")
    return found.get("p", "none").lower()


def _hosts(reports: str) -> Iterator[str]:
    for uri in reports.split(","):
        if found := _MAILTO.fullmatch(uri.strip()):
            yield found[1].lower()


def _hints(found: Mapping[str, str]) -> Iterator[str]:
    yield from (words for name, words in GONE.items() if name in found)
    for name, allowed in _CHOICES.items():
        if found.get(name, "") not in {"", *allowed}:
            yield f"{name}={found[name]} means nothing: it may be {' or '.join(sorted(allowed))}."
    if unknown := [name for name in found if name not in _KNOWN]:
        yield f"{', '.join(unknown)} is no tag of DMARC, and receivers ignore it."
    if "p" not in found:
        yield "It has no p=, so receivers take p=none. Say it."
    if found.get("t") == "y":
        yield "It says t=y, a test: receivers do not act on it."
    for name in ("rua", "ruf"):
        if any(not _MAILTO.fullmatch(uri.strip()) for uri in found.get(name, "mailto:a@b").split(",")):
            yield f"An address in {name} is not of the form mailto:name@example.org."
