"""Macros in SPF's domain names, such as %{ir}.%{v}.spf.example.net (RFC 7208 7)."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from newsletter.core.deliverability.spf_record import SpfBroken

LONGEST_NAME = 253

_MACRO = re.compile(r"%(?:\{([slodiphcrtvSLODIPHCRTV])(\d*)(r?)([.+,/_=-]*)\}|([%_-])|(.?))", re.DOTALL)
_PLAIN = {"%": "%", "_": " ", "-": "%20"}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What macros may ask of one letter: the address it comes from, and the return path."""

    address: str
    local: str
    domain: str


def expanded(name: str, *, letter: Letter, domain: str) -> str:
    """The name with its macros filled. `domain` is the one whose record is read. Raises SpfBroken."""
    values = _values(letter, domain)

    def value(found: re.Match[str]) -> str:
        which, digits, reverse, marks, plain, odd = found.groups(default="")
        if plain:
            return _PLAIN[plain]
        if not which or odd:
            raise SpfBroken(f"“{name}” holds a macro that cannot be read.")
        labels = re.split(f"[{re.escape(marks or '.')}]", values[which.lower()])
        turned = labels[::-1] if reverse else labels
        return ".".join(turned[-int(digits) :] if digits else turned)

    whole = _MACRO.sub(value, name)
    while len(whole) > LONGEST_NAME:
        whole = whole.partition(".")[2]
    return whole


def has_macros(name: str) -> bool:
    """Whether it is another name for every letter."""
    return "%" in name


def _values(letter: Letter, domain: str) -> dict[str, str]:
    address = ip_address(letter.address)
    nibbles = ".".join(address.exploded.replace(":", "")) if address.version == 6 else str(address)
    return {
        "s": f"{letter.local}@{letter.domain}",
        "l": letter.local,
        "o": letter.domain,
        "d": domain,
        "i": nibbles,
        "p": "unknown",  # RFC 7208 7.3: looking it up is advised against
        "h": letter.domain,
        "v": "in-addr" if address.version == 4 else "ip6",
        "c": str(address),
        "r": "unknown",
        "t": "0",
    }
