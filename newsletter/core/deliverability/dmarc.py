"""DMARC of each sender's domain: one record that receivers can read, and SPF or DKIM speak for the same domain."""

from collections.abc import Iterable

from cms.core.names import Asking, Question
from newsletter.core.deliverability.dmarc_record import DmarcRecord
from newsletter.core.deliverability.facts import DomainFacts
from newsletter.core.deliverability.organization import Placed, Standing, standing
from newsletter.core.deliverability.verdicts import Cases, Record, Verdict, fix, good, not_checked, settled

STARTER = "v=DMARC1; p=none"
"""Enough for Gmail, Yahoo and Microsoft; it asks receivers to change nothing."""

NO_NEWSLETTER = "There is no newsletter yet. Its sender's address says which domain is looked at."


def cases(facts: DomainFacts) -> Cases:
    if not facts.from_domains:
        return {facts.sending_domain: settled(not_checked(NO_NEWSLETTER))}
    return {domain: _verdict(facts, domain) for domain in facts.from_domains}


def _verdict(facts: DomainFacts, domain: str) -> Asking[Verdict]:
    place = yield from standing(domain)
    placed = place.placed
    if placed is None:
        words = f"Neither {domain} nor a domain above it has a DMARC record."
        return fix(words, publish=(Record(name=f"_dmarc.{domain}", kind="TXT", value=STARTER),))
    if placed.record is None:
        starter = Record(name=f"_dmarc.{placed.domain}", kind="TXT", value=STARTER)
        return fix(placed.fault, found=placed.texts, publish=(starter,))
    by_spf, by_dkim = yield from _aligned(facts, domain, place)
    hints = (*placed.record.hints, *(yield from _unheard_reports(placed, place.organization)))
    return _judged(facts, domain, placed, by_spf=by_spf, by_dkim=by_dkim, hints=hints)


def _judged(  # noqa: PLR0913 - one keyword for each thing that was looked at
    facts: DomainFacts,
    domain: str,
    placed: Placed,
    *,
    by_spf: bool | None,
    by_dkim: bool | None,
    hints: tuple[str, ...],
) -> Verdict:
    """`by_spf` and `by_dkim` are None where it is not known for which domain they speak."""
    if by_spf or by_dkim:
        one_only = _one_only(by_spf=by_spf, by_dkim=by_dkim)
        words = f"The record is in order, and {_speakers(by_spf=by_spf, by_dkim=by_dkim)} for {domain}."
        return good(words, found=placed.texts, hints=(*hints, *one_only))
    if by_dkim is None:
        words = (
            "The record is in order. Whether DKIM speaks for the sender's domain is not known: set "
            "PARTWISE_DKIM_SELECTORS, and PARTWISE_DKIM_DOMAIN where it is another than the sending domain."
        )
        return not_checked(words, found=placed.texts, hints=hints)
    words = (
        f"Letters come from {domain}, but {_others(facts)}. Receivers count that as forged. Sign with a key of "
        f"{domain}, or give the newsletter an address at {facts.sending_domain}."
    )
    return fix(words, found=placed.texts, hints=hints)


def _aligned(facts: DomainFacts, domain: str, place: Standing) -> Asking[tuple[bool | None, bool | None]]:
    record = place.placed.record if place.placed else None
    by_spf = by_dkim = None
    if record and not facts.provider:  # a provider's return path is its own
        by_spf = yield from _belongs(facts.bounce_domain, domain, place, strict=record.spf_strict)
    if record and facts.dkim_selectors:
        by_dkim = yield from _belongs(facts.dkim_domain, domain, place, strict=record.dkim_strict)
    return by_spf, by_dkim


def _belongs(other: str, domain: str, place: Standing, *, strict: bool) -> Asking[bool]:
    if strict or other == domain:
        return other.lower() == domain.lower()
    return (yield from standing(other)).organization == place.organization


def _unheard_reports(placed: Placed, organization: str) -> Asking[tuple[str, ...]]:
    """Another organization gets reports only if it says that it wants them (RFC 9990 4)."""
    unheard = []
    for host in _strangers(placed.record, organization):
        permit = f"{placed.domain}._report._dmarc.{host}"
        if (yield Question(permit, "TXT")).is_void:
            unheard.append(f"Reports to {host} do not come: it would have to publish v=DMARC1 at {permit}.")
    return tuple(unheard)


def _strangers(record: DmarcRecord | None, organization: str) -> Iterable[str]:
    hosts = dict.fromkeys(record.report_hosts if record else ())
    return [host for host in hosts if host != organization and not host.endswith(f".{organization}")]


def _speakers(*, by_spf: bool | None, by_dkim: bool | None) -> str:
    if by_spf and by_dkim:
        return "SPF and DKIM both speak"
    return "SPF speaks" if by_spf else "DKIM speaks"


def _one_only(*, by_spf: bool | None, by_dkim: bool | None) -> tuple[str, ...]:
    if by_spf and by_dkim is False:
        return ("DKIM signs for another domain. Once a letter is forwarded, SPF no longer helps it.",)
    if by_spf and by_dkim is None:
        return ("DKIM is not known here. Once a letter is forwarded, SPF no longer helps it.",)
    return ()


def _others(facts: DomainFacts) -> str:
    signed = f"DKIM signs for {facts.dkim_domain}"
    return signed if facts.provider else f"{signed} and SPF speaks for {facts.bounce_domain}"
