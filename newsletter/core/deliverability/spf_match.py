"""Whether SPF lets one address send: the evaluation that receivers make (RFC 7208 4 and 5)."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from cms.core.names import Asking, ask
from newsletter.core.deliverability.facts import address_record
from newsletter.core.deliverability.spf_macros import Letter, expanded
from newsletter.core.deliverability.spf_record import Term, read
from newsletter.core.deliverability.spf_walk import MOST_HOSTS, the_record

DEEPEST = 12  # a record that is not usable was told before

PASS = "+"  # noqa: S105 - SPF's own sign
NOBODY_SAID = "?"


@dataclass(frozen=True)
class Evaluation:
    """One letter's address against a tree of records that `spf_walk` found usable."""

    letter: Letter

    def result(self, domain: str, text: str, *, depth: int = 0) -> Asking[str]:
        """The sign of the first term that fits: `+` may send; `-`, `~` and `?` do not say so."""
        record = read(text)
        for term in record.terms:
            if (yield from self._fits(term, domain, depth=depth)):
                return term.qualifier
        if record.redirect and depth < DEEPEST:
            onward = expanded(record.redirect, letter=self.letter, domain=domain)
            return (yield from self.result(onward, (yield from the_record(onward)), depth=depth + 1))
        return NOBODY_SAID

    def _fits(self, term: Term, domain: str, *, depth: int) -> Asking[bool]:
        if term.name == "all":
            return True
        if term.network is not None:
            return ip_address(self.letter.address) in term.network
        name = expanded(term.domain, letter=self.letter, domain=domain) or domain
        if term.name == "include":
            return (yield from self._includes(name, depth=depth))
        look = {"exists": self._exists, "ptr": self._named_below}.get(term.name)
        return (yield from look(name) if look else self._among(term, name))

    def _includes(self, name: str, *, depth: int) -> Asking[bool]:
        if depth >= DEEPEST:
            return False
        return (yield from self.result(name, (yield from the_record(name)), depth=depth + 1)) == PASS

    def _exists(self, name: str) -> Asking[bool]:
        return bool((yield from ask(name, "A")).values)

    def _hosts(self, term: Term, name: str) -> Asking[list[str]]:
        if term.name == "a":
            return [name]
        exchanges = (yield from ask(name, "MX")).values[:MOST_HOSTS]
        return [host.split()[1] for host in exchanges]

    def _among(self, term: Term, name: str) -> Asking[bool]:
        address = ip_address(self.letter.address)
        prefix = term.prefix4 if address.version == 4 else term.prefix6
        for host in (yield from self._hosts(term, name)):
            found = yield from ask(host, address_record(self.letter.address))
            if any(address in ip_network(f"{value}/{prefix}", strict=False) for value in found.values):
                return True
        return False

    def _named_below(self, name: str) -> Asking[bool]:
        names = (yield from ask(ip_address(self.letter.address).reverse_pointer, "PTR")).values[:MOST_HOSTS]
        for host in (host for host in names if f".{host}".endswith(f".{name.lower()}")):
            if self.letter.address in (yield from ask(host, address_record(self.letter.address))).values:
                return True
        return False
