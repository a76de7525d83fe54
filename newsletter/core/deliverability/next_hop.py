"""TLS on the first step: the next server offers it, and its certificate holds for a while."""

from datetime import timedelta

from newsletter.core.deliverability.facts import DomainFacts, HopSeen
from newsletter.core.deliverability.verdicts import Cases, Verdict, fix, good, not_checked, settled

SOON = timedelta(days=14)


def cases(facts: DomainFacts) -> Cases:
    if facts.provider:
        words = f"Letters go to {facts.provider.name} over HTTPS, and its certificate is checked at every call."
        return {facts.provider.name: settled(good(words))}
    if facts.hop is None:
        return {"this machine": settled(not_checked("Letters stay on this machine, so there is no next server."))}
    return {facts.hop.host: settled(_verdict(facts, facts.hop))}


def _verdict(facts: DomainFacts, hop: HopSeen) -> Verdict:
    if hop.away:
        return not_checked(f"{hop.host} did not answer: {hop.away}")
    if hop.is_here:
        words = "The next server is on this machine, so nobody listens in between."
        return good(words, hints=("See that it speaks TLS to others: smtp_tls_security_level = may, in Postfix.",))
    if not hop.offers_tls:
        return fix(f"{hop.host} offers no TLS. Turn on STARTTLS there, or use port 465.")
    wrong = hop.fault or _age_fault(hop, facts)
    if wrong:
        return fix(f"The certificate of {hop.host} does not hold: {wrong}. Renew it there.")
    return good(f"{hop.host} offers TLS, and its certificate holds until {hop.expires:%Y-%m-%d}.")


def _age_fault(hop: HopSeen, facts: DomainFacts) -> str:
    if hop.expires is None:
        return "it has no date"
    if hop.expires <= facts.now:
        return f"it ran out on {hop.expires:%Y-%m-%d}"
    if hop.expires - facts.now < SOON:
        return f"it runs out on {hop.expires:%Y-%m-%d}, and nobody has renewed it yet"
    return ""
