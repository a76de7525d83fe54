"""SPF of the return path's domain: one record, few look-ups, and it names the server that sends."""

from ipaddress import ip_address

from cms.core.names import Answer, Asking, Heard, ask
from newsletter.core.deliverability.facts import DomainFacts
from newsletter.core.deliverability.spf_macros import Letter
from newsletter.core.deliverability.spf_match import PASS, Evaluation
from newsletter.core.deliverability.spf_record import VERSION, SpfBroken, is_spf
from newsletter.core.deliverability.spf_walk import MOST_LOOK_UPS, Unusable, Walk
from newsletter.core.deliverability.verdicts import Cases, Record, Verdict, fix, good, not_checked, settled

UNTOLD = (
    "The record can be read. Whether it names your mail server is not known: set PARTWISE_SENDING_ADDRESSES to the "
    "addresses that it sends from, or PARTWISE_SPF_INCLUDES to what your relay asks for."
)
NEARLY = 8  # look-ups; providers add some without asking


def cases(facts: DomainFacts) -> Cases:
    if facts.provider:
        name = facts.provider.name
        words = f"{name} uses a return path of its own, and SPF is read there. Its account says what to publish for it."
        return {facts.bounce_domain: settled(not_checked(words))}
    return {facts.bounce_domain: _verdict(facts)}


def _verdict(facts: DomainFacts) -> Asking[Verdict]:
    domain = facts.bounce_domain
    answer = yield from ask(domain, "TXT")
    found = tuple(text for text in answer.values if is_spf(text))
    publish = _proposal(facts)
    if len(found) != 1:
        return fix(_without_one(domain, answer, len(found)), found=found, publish=publish, hints=_untold(publish))
    walk = Walk()
    try:
        yield from walk.through(domain, found[0])
        missing = yield from _missing(facts, walk, found[0])
    except (Unusable, SpfBroken) as unusable:
        return fix(str(unusable), found=found, publish=publish, hints=_untold(publish))
    return _judged(walk, found=found, missing=missing, publish=publish)


def _judged(walk: Walk, *, found: tuple[str, ...], missing: tuple[str, ...], publish: tuple[Record, ...]) -> Verdict:
    if walk.rest == "+":
        words = "It ends with +all: everybody in the world may send as you."
        return fix(words, found=found, publish=publish, hints=_untold(publish))
    if missing:
        return fix(f"It does not name {' and '.join(missing)}.", found=found, publish=publish)
    hints = tuple(_hints(walk))
    if not publish:
        return not_checked(UNTOLD, found=found, hints=hints)
    return good("The record names the server that sends your letters.", found=found, hints=hints)


def _without_one(domain: str, answer: Answer, count: int) -> str:
    if answer.heard is Heard.CIRCLE:
        return f"The aliases (CNAME) of {domain} lead back to one another, so nobody finds a record."
    if count:
        return f"{domain} has {count} SPF records. Receivers then read none of them: keep one."
    return f"{domain} has no SPF record."


def _missing(facts: DomainFacts, walk: Walk, text: str) -> Asking[tuple[str, ...]]:
    lacking = [name for name in facts.spf_includes if name.lower() not in walk.included]
    for address in facts.addresses:
        letter = Letter(address=address, local="b", domain=facts.bounce_domain)
        if (yield from Evaluation(letter).result(facts.bounce_domain, text)) != PASS:
            lacking.append(address)
    return tuple(lacking)


def _hints(walk: Walk) -> list[str]:
    hints = []
    if walk.look_ups >= NEARLY:
        hints.append(f"It needs {walk.look_ups} of {MOST_LOOK_UPS} look-ups. One more include may be too much.")
    if walk.has_ptr:
        hints.append("“ptr” is slow and out of use. Name the addresses instead.")
    if walk.rest not in {"-", "~"}:
        hints.append("It does not end with -all or ~all, so it says nothing about strangers.")
    return hints


def _proposal(facts: DomainFacts) -> tuple[Record, ...]:
    """The record that is right here: nobody but us sends with this return path."""
    addresses = [f"ip{ip_address(address).version}:{address}" for address in facts.addresses]
    includes = [f"include:{name}" for name in facts.spf_includes]
    if not addresses and not includes:
        return ()
    value = " ".join([VERSION, *addresses, *includes, "-all"])
    return (Record(name=facts.bounce_domain, kind="TXT", value=value),)


def _untold(publish: tuple[Record, ...]) -> tuple[str, ...]:
    if publish:
        return ()
    return ("Set PARTWISE_SENDING_ADDRESSES or PARTWISE_SPF_INCLUDES; then the text to publish stands here.",)
