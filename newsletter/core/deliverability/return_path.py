"""MX of the return path's domain: bounces have somewhere to go."""

from cms.core.names import Asking, Heard, ask
from newsletter.core.deliverability.facts import DomainFacts, others_reach
from newsletter.core.deliverability.verdicts import Cases, Record, Verdict, fix, good, not_checked, settled

NULL_MX = "."  # RFC 7505


def cases(facts: DomainFacts) -> Cases:
    if facts.provider:
        words = f"{facts.provider.name} takes the bounces of its own return path and tells us."
        return {facts.bounce_domain: settled(not_checked(words))}
    return {facts.bounce_domain: _verdict(facts)}


def _verdict(facts: DomainFacts) -> Asking[Verdict]:
    domain = facts.bounce_domain
    publish = (Record(name=domain, kind="MX", value=f"10 {facts.server_name}."),)
    answer = yield from ask(domain, "MX")
    if not answer.values:
        circle = answer.heard is Heard.CIRCLE
        words = f"The aliases (CNAME) of {domain} lead back to one another." if circle else f"{domain} has no MX."
        return fix(f"{words} Bounces go nowhere, and some receivers refuse such senders.", publish=publish)
    hosts = [value.partition(" ")[2] for value in sorted(answer.values, key=_preference)]
    if NULL_MX in hosts:
        return fix(f"{domain} says that it takes no mail (a null MX).", found=answer.values, publish=publish)
    for host in hosts:
        if wrong := (yield from _fault(host)):
            return fix(wrong, found=answer.values, publish=publish)
    if facts.mail_host and facts.mail_host.lower() not in hosts:
        words = f"Bounces go to {' and '.join(hosts)}, not to {facts.mail_host}."
        return fix(words, found=answer.values, publish=publish)
    return good(f"Bounces go to {' and '.join(hosts)}.", found=answer.values)


def _fault(host: str) -> Asking[str]:
    # RFC 2181 10.3: the name in an MX is no alias, and some servers do not follow one.
    alias = yield from ask(host, "CNAME")
    if alias.values:
        return f"The MX {host} is an alias (CNAME) of {alias.values[0]}. Name that one instead."
    addresses = [*(yield from ask(host, "A")).values, *(yield from ask(host, "AAAA")).values]
    if not addresses:
        return f"The MX {host} has no address."
    if not any(others_reach(address) for address in addresses):
        return f"The MX {host} has no address that others can reach."
    return ""


def _preference(value: str) -> int:
    return int(value.partition(" ")[0])
