"""PTR and back (FCrDNS): each address that letters leave from has a name, and the name leads to the address."""

from ipaddress import ip_address

from cms.core.names import Asking, Heard, ask
from newsletter.core.deliverability.facts import DomainFacts, address_record, others_reach
from newsletter.core.deliverability.verdicts import Cases, Record, Verdict, fix, good, not_checked, settled

MOST_NAMES = 10  # RFC 7208 4.6.4: receivers look at no more

UNTOLD = "Set PARTWISE_SENDING_ADDRESSES to the public addresses that your mail server sends from."


def cases(facts: DomainFacts) -> Cases:
    if facts.provider:
        words = f"Letters leave from addresses of {facts.provider.name}, which names them itself."
        return {facts.provider.name: settled(good(words))}
    if not facts.addresses:
        return {facts.server_name: settled(not_checked(UNTOLD))}
    return {address: _verdict(facts, address) for address in facts.addresses}


def _verdict(facts: DomainFacts, address: str) -> Asking[Verdict]:
    if not others_reach(address):
        return fix(f"{address} is an address inside a network. Name the one that others see in your letters.")
    reverse = ip_address(address).reverse_pointer
    answer = yield from ask(reverse, "PTR")
    forward = Record(name=facts.server_name, kind=address_record(address), value=address)
    backward = Record(name=reverse, kind="PTR", value=f"{facts.server_name}.")
    if not answer.values:
        circle = answer.heard is Heard.CIRCLE
        words = "The aliases of its reverse name lead back to one another." if circle else f"{address} has no name."
        return fix(words, publish=(backward, forward), hints=(WHO,))
    for name in answer.values[:MOST_NAMES]:
        if address in (yield from ask(name, address_record(address))).values:
            return good(f"{address} is {name}, and {name} leads back to it.", found=answer.values)
    names = " and ".join(answer.values[:MOST_NAMES])
    back = Record(name=answer.values[0], kind=address_record(address), value=address)
    return fix(f"{address} is called {names}, which does not lead back to it.", found=answer.values, publish=(back,))


WHO = "The PTR record is set by whoever gave you the address: your hosting provider, in its panel or on request."
