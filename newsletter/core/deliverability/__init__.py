"""All questions asked of the sending domain; one check a file, each says its cases and how it finds a verdict.

spf          the return path's domain names the server that sends
dkim         the key of each selector
dmarc        each sender's domain, and who speaks for it
reverse      each sending address has a name that leads back
return_path  bounces have somewhere to go
next_hop     TLS on the first step
one_click    the address behind "Unsubscribe"
last_letter  the headers of the newest issue
provider     what it can and cannot do
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cms.core.names import Answer, Asking, Heard, NotHeard, Question, conduct
from newsletter.core.deliverability import (
    dkim,
    dmarc,
    last_letter,
    next_hop,
    one_click,
    provider,
    return_path,
    reverse_names,
    spf,
)
from newsletter.core.deliverability.facts import DomainFacts, is_public
from newsletter.core.deliverability.verdicts import Cases, Verdict, not_checked

CHECKS: Mapping[str, Callable[[DomainFacts], Cases]] = {
    "spf": spf.cases,
    "dkim": dkim.cases,
    "dmarc": dmarc.cases,
    "reverse": reverse_names.cases,
    "return_path": return_path.cases,
    "next_hop": next_hop.cases,
    "one_click": one_click.cases,
    "last_letter": last_letter.cases,
    "provider": provider.cases,
}
TITLES: Mapping[str, str] = {
    "domain": "The sending domain",
    "spf": "SPF: who may send",
    "dkim": "DKIM: the signature's key",
    "dmarc": "DMARC: who speaks for the sender",
    "reverse": "PTR: the name of each sending address",
    "return_path": "MX: where bounces go",
    "next_hop": "TLS: the next server",
    "one_click": "Leaving with one click",
    "last_letter": "The newest letter's headers",
    "provider": "The provider",
}
IN_DNS = frozenset({"spf", "dkim", "dmarc", "reverse", "return_path"})

Answering = Callable[[Question], Answer]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One check's verdict on one thing: a domain, an address, a server."""

    check: str
    subject: str
    verdict: Verdict


def judged(facts: DomainFacts, *, answer: Answering) -> tuple[Judged, ...]:
    """Every verdict. Where no name server answers, the verdict is that nothing was checked."""
    unseen = _unseen(facts.sending_domain, answer)
    found = [Judged(check="domain", subject=facts.sending_domain, verdict=not_checked(unseen))] if unseen else []
    for check, cases in CHECKS.items():
        if not unseen or check not in IN_DNS:
            judgements = {subject: _verdict(asking, answer) for subject, asking in cases(facts).items()}
            found += [Judged(check=check, subject=subject, verdict=verdict) for subject, verdict in judgements.items()]
    return tuple(found)


def _verdict(asking: Asking[Verdict], answer: Answering) -> Verdict:
    try:
        return conduct(asking, answer=answer)
    except NotHeard as silence:
        return not_checked(f"{silence} This machine may be offline, or the name servers have trouble.")


def _unseen(domain: str, answer: Answering) -> str:
    """Why nothing can be found out about the domain from here, or nothing."""
    if not is_public(domain):
        return f"This site sends as {domain}, which others cannot look up. Set PARTWISE_SENDING_DOMAIN."
    top = domain.rpartition(".")[2]
    # In a closed network a name server denies whatever is outside; such a no accuses nobody.
    if answer(Question(top, "NS")).heard is Heard.NO_NAME:
        return f"The name servers of this machine do not know “{top}”, so they see nothing of the public network."
    return ""
