"""How much an SPF record makes every receiver look up, counted through all that it includes."""

from dataclasses import dataclass, field

from cms.core.names import Asking, Heard, ask
from newsletter.core.deliverability.spf_macros import has_macros
from newsletter.core.deliverability.spf_record import ASKS, SpfBroken, SpfRecord, Term, is_spf, read

MOST_LOOK_UPS = 10  # RFC 7208 4.6.4
MOST_VOID = 2
MOST_HOSTS = 10  # of one mx
WIDEST = {4: 8, 6: 16}
"""Bits of the shortest prefix that somebody could own; a shorter one lets strangers in (by version of IP)."""

PATIENCE = 40  # a record that needs so many is wrong enough: no more is asked


class Unusable(Exception):  # noqa: N818 - the house names exceptions by what happened
    """A receiver stops at this record; the message says why."""


@dataclass
class Walk:
    """What was found on the way. `included` are the domains whose records are part of the answer."""

    look_ups: int = 0
    voids: int = 0
    included: list[str] = field(default_factory=list)
    has_ptr: bool = False
    rest: str = ""

    def through(self, domain: str, text: str) -> Asking[None]:
        """Everything that a receiver might look up. Raises Unusable and NotHeard."""
        record = _understood(domain, text)
        self.rest = record.rest or (yield from self._redirected(record, path=(domain,)))
        yield from self._terms(domain, record, path=(domain,))
        if self.look_ups > MOST_LOOK_UPS:
            words = f"{PATIENCE} or more" if self.look_ups >= PATIENCE else str(self.look_ups)
            raise Unusable(f"It asks receivers for {words} look-ups; they stop at {MOST_LOOK_UPS}.")
        if self.voids > MOST_VOID:
            raise Unusable(f"{self.voids} of its look-ups lead to nothing; receivers stop at the third.")

    def _terms(self, domain: str, record: SpfRecord, *, path: tuple[str, ...]) -> Asking[None]:
        for term in record.terms:
            if self.look_ups >= PATIENCE:
                return
            self.look_ups += term.name in ASKS
            if _is_too_wide(term):
                raise Unusable(f"{domain} lets {term.network} send, which is a whole part of the internet.")
            self.has_ptr = self.has_ptr or term.name == "ptr"
            if has_macros(term.domain):
                continue  # another name for each letter: it counts, and leads somewhere else each time
            if term.name == "include":
                yield from self._included(term.domain, path=path)
            elif term.name in {"a", "mx"}:
                yield from self._hosts(term, term.domain or domain)

    def _included(self, domain: str, *, path: tuple[str, ...]) -> Asking[str]:
        if domain.lower() in path:
            raise Unusable(f"It includes {domain}, which leads back to itself.")
        record = _understood(domain, (yield from the_record(domain)))
        self.included.append(domain.lower())
        yield from self._terms(domain, record, path=(*path, domain.lower()))
        return record.rest or (yield from self._redirected(record, path=(*path, domain.lower())))

    def _redirected(self, record: SpfRecord, *, path: tuple[str, ...]) -> Asking[str]:
        if not record.redirect or self.look_ups >= PATIENCE:
            return ""
        self.look_ups += 1
        if has_macros(record.redirect):
            return ""
        return (yield from self._included(record.redirect, path=path))

    def _hosts(self, term: Term, domain: str) -> Asking[None]:
        if term.name == "a":
            first = yield from ask(domain, "A")
            self.voids += first.is_void and (yield from ask(domain, "AAAA")).is_void
            return
        exchanges = yield from ask(domain, "MX")
        self.voids += exchanges.is_void
        if len(exchanges.values) > MOST_HOSTS:
            raise Unusable(f"“mx” of {domain} names more than {MOST_HOSTS} hosts.")


def _is_too_wide(term: Term) -> bool:
    network = term.network
    return term.qualifier == "+" and network is not None and network.prefixlen < WIDEST[network.version]


def the_record(domain: str) -> Asking[str]:
    """The one SPF record of a domain that another record leads to. Raises Unusable and NotHeard."""
    answer = yield from ask(domain, "TXT")
    if answer.heard is Heard.CIRCLE:
        raise Unusable(f"The aliases of {domain} lead back to one another.")
    found = [text for text in answer.values if is_spf(text)]
    if len(found) != 1:
        raise Unusable(f"It leads to {domain}, which has {'no SPF record' if not found else 'more than one'}.")
    return found[0]


def _understood(domain: str, text: str) -> SpfRecord:
    try:
        return read(text)
    except SpfBroken as broken:
        raise Unusable(f"The record of {domain} cannot be read: {broken}") from broken
