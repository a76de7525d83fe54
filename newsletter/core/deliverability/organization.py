"""Which domains belong together: DMARC's walk up the tree (RFC 9989 4.10), which needs no list of suffixes."""

from collections.abc import Iterator
from dataclasses import dataclass

from cms.core.names import Asking, Heard, ask
from newsletter.core.deliverability.dmarc_record import DmarcBroken, DmarcRecord, is_dmarc, read

MOST_LABELS = 7  # a longer name goes from its whole to its last seven at once


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What was found at one domain. A record that receivers ignore has `fault`, and no `record`."""

    domain: str
    texts: tuple[str, ...]
    record: DmarcRecord | None = None
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The domain's organization, and the record that holds for it: its own, the organization's, or its suffix's."""

    organization: str
    placed: Placed | None


def standing(domain: str) -> Asking[Standing]:
    """Raises NotHeard."""
    found: list[Placed] = []
    for name in _way_up(domain.lower()):
        placed = yield from _at(name)
        found += [placed] if placed else []
        if placed and _ends(placed, domain.lower()):
            break
    valid = [placed for placed in found if placed.record]
    organization = _organization(domain.lower(), valid)
    at = {placed.domain: placed for placed in [*valid, *found[:1]]}
    suffix = next((placed for placed in valid if placed.record and placed.record.suffix == "y"), None)
    placed = at.get(domain.lower()) or at.get(organization) or suffix or next(iter(found), None)
    return Standing(organization=organization, placed=placed)


def _ends(placed: Placed, domain: str) -> bool:
    """Whether the walk is over here."""
    suffix = placed.record.suffix if placed.record else ""
    return suffix == "n" or (suffix == "y" and placed.domain != domain)


def _way_up(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    yield domain
    for count in range(min(len(labels) - 1, MOST_LABELS), 0, -1):
        yield ".".join(labels[-count:])


def _at(domain: str) -> Asking[Placed | None]:
    answer = yield from ask(f"_dmarc.{domain}", "TXT")
    texts = tuple(text for text in answer.values if is_dmarc(text))
    if answer.heard is Heard.CIRCLE:
        return Placed(
            domain=domain, texts=(), fault=f"The aliases (CNAME) of _dmarc.{domain} lead back to one another."
        )
    if not texts:
        return None
    if len(texts) > 1:
        fault = f"_dmarc.{domain} has {len(texts)} DMARC records. Receivers then read none of them: keep one."
        return Placed(domain=domain, texts=texts, fault=fault)
    try:
        return Placed(domain=domain, texts=texts, record=read(texts[0]))
    except DmarcBroken as broken:
        return Placed(domain=domain, texts=texts, fault=f"Receivers ignore the record at _dmarc.{domain}. {broken}")


def _organization(domain: str, valid: list[Placed]) -> str:
    for placed in valid:
        if placed.record and placed.record.suffix == "n":
            return placed.domain
        if placed.record and placed.record.suffix == "y" and placed.domain != domain:
            below = domain.removesuffix(f".{placed.domain}").rpartition(".")[2]
            return f"{below}.{placed.domain}"
    return valid[-1].domain if valid else domain
