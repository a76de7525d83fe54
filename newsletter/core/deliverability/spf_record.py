"""One SPF record, read as RFC 7208 writes it."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

VERSION = "v=spf1"
ASKS = frozenset({"include", "a", "mx", "ptr", "exists"})
"""The mechanisms that look something up (RFC 7208 4.6.4)."""

_TERM = re.compile(r"([+?~-]?)([A-Za-z][A-Za-z0-9_.-]*)(?:([:=/])(.*))?", re.DOTALL)
_CIDR = re.compile(r"(?:/(\d{1,2}))?(?://(\d{1,3}))?$")
_NEEDS_DOMAIN = frozenset({"include", "exists"})
_MECHANISMS = ASKS | {"all", "ip4", "ip6"}


class SpfBroken(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The record cannot be read; a receiver then takes it as if everything in it were wrong."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """One mechanism. `domain` is empty for the record's own; the prefixes are lengths in bits."""

    qualifier: str
    name: str
    domain: str = ""
    network: IPv4Network | IPv6Network | None = None
    prefix4: int = 32
    prefix6: int = 128


@dataclass(frozen=True, kw_only=True)
class SpfRecord:
    """`redirect` counts only where no `all` stands; terms behind an `all` are dropped, as receivers do."""

    terms: tuple[Term, ...]
    redirect: str = ""

    @property
    def rest(self) -> str:
        """What it says of everybody else: the qualifier of `all`, or nothing."""
        return next((term.qualifier for term in self.terms if term.name == "all"), "")


def is_spf(text: str) -> bool:
    return text.lower() == VERSION or text.lower().startswith(f"{VERSION} ")


def read(text: str) -> SpfRecord:
    """The record's meaning. Raises SpfBroken, naming the term."""
    terms, modifiers = [], dict[str, str]()
    for word in text.split()[1:]:
        qualifier, name, mark, value = _parts(word)
        if mark == "=":
            if qualifier or (name in modifiers and name in {"redirect", "exp"}):
                raise SpfBroken(f"“{word}” stands twice or has a sign before it.")
            modifiers[name] = value
        else:
            terms.append(_term(word, qualifier=qualifier, name=name, rest=mark + value))
    ends = next((at for at, term in enumerate(terms, start=1) if term.name == "all"), None)
    return SpfRecord(terms=tuple(terms[:ends]), redirect="" if ends else modifiers.get("redirect", ""))


def _parts(word: str) -> tuple[str, str, str, str]:
    found = _TERM.fullmatch(word)
    if not found:
        raise SpfBroken(f"“{word}” is not a term of SPF.")
    qualifier, name, mark, value = found.groups(default="")
    return qualifier, name.lower(), mark, value


def _term(word: str, *, qualifier: str, name: str, rest: str) -> Term:
    if name not in _MECHANISMS:
        raise SpfBroken(f"“{word}” is not a term of SPF.")
    if name in {"ip4", "ip6"}:
        return Term(qualifier=qualifier or "+", name=name, network=_network(word, name, rest))
    domain, prefix4, prefix6 = _domain(word, name, rest)
    return Term(qualifier=qualifier or "+", name=name, domain=domain, prefix4=prefix4, prefix6=prefix6)


def _network(word: str, name: str, rest: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(rest.removeprefix(":"), strict=False)
    except ValueError:
        raise SpfBroken(f"“{word}” holds no address.") from None
    if not rest.startswith(":") or f"ip{network.version}" != name:
        raise SpfBroken(f"“{word}” holds no address of its kind.")
    return network


def _domain(word: str, name: str, rest: str) -> tuple[str, int, int]:
    cidr = _CIDR.search(rest) if name in {"a", "mx"} else None
    domain = rest[: cidr.start()] if cidr else rest
    if (domain and (not domain.startswith(":") or len(domain) == 1)) or (name == "all" and rest):
        raise SpfBroken(f"“{word}” is not complete.")
    if name in _NEEDS_DOMAIN and not domain:
        raise SpfBroken(f"“{word}” names no domain.")
    prefix4, prefix6 = (int(found) if found else most for found, most in zip(_cidr(cidr), (32, 128), strict=True))
    if prefix4 > 32 or prefix6 > 128:
        raise SpfBroken(f"“{word}” has a number that is too large.")
    return domain.removeprefix(":").rstrip("."), prefix4, prefix6


def _cidr(found: re.Match[str] | None) -> tuple[str | None, str | None]:
    return (found[1], found[2]) if found else (None, None)
