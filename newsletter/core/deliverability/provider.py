"""What the provider can and cannot do: whether bounces are heard, measuring is off, and our headers travel."""

from newsletter.core.deliverability.facts import DomainFacts
from newsletter.core.deliverability.verdicts import Cases, Verdict, fix, good, not_checked, settled
from newsletter.core.providers import OWN_LIST_HEADERS, Provider


def cases(facts: DomainFacts) -> Cases:
    if facts.provider is None:
        return {}
    return {
        f"{facts.provider.name}: bounces": settled(_bounces(facts.provider)),
        f"{facts.provider.name}: measuring": settled(_measuring(facts.provider)),
        f"{facts.provider.name}: unsubscribing": settled(_leaving(facts.provider)),
    }


def _bounces(provider: Provider) -> Verdict:
    if provider.tells_of_bounces:
        return good(f"{provider.name} says which letter a bounce belongs to.")
    words = (
        f"Bounces are not heard: {provider.name} does not tell us whose letter came back in a way that we read, so "
        "nobody can say whose address is dead. Choose another provider for newsletters."
    )
    return fix(words)


def _measuring(provider: Provider) -> Verdict:
    if provider.switches_tracking:
        return good("Each letter says that opens and clicks are not measured.")
    words = (
        f"{provider.name} cannot be told for each letter. Turn off the measuring of opens and clicks in your account "
        "there; this site cannot see whether you have."
    )
    return not_checked(words)


def _leaving(provider: Provider) -> Verdict:
    if provider.slug not in OWN_LIST_HEADERS:
        return good("The headers for leaving with one click travel as they are.")
    words = f"{provider.name} refuses a List-Unsubscribe of ours. Choose another provider for newsletters."
    return fix(words)
