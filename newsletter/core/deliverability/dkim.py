"""DKIM: the key of each selector can be found, is long enough, and is the one that the mail server signs with."""

from collections.abc import Iterator, Mapping

from cms.core.names import Answer, Asking, Heard, ask
from newsletter.core.deliverability.facts import DomainFacts
from newsletter.core.deliverability.public_keys import KeyNotUnderstood, PublicKey, from_dns, from_pem
from newsletter.core.deliverability.tag_list import TagsBroken, tags
from newsletter.core.deliverability.verdicts import Cases, Record, Verdict, fix, good, not_checked, settled

LEAST_BITS = 2048  # RFC 8301 3.2; Gmail and Yahoo ask for it
MOST_BITS = 4096  # RFC 8301: receivers need not read longer ones
ED25519_BASE64 = 44  # letters: 32 bytes (RFC 8463)

UNTOLD = (
    "Set PARTWISE_DKIM_SELECTORS to the selector of your key. It is the s= in the DKIM-Signature header of a letter "
    "that has arrived somewhere."
)

WHERE = (
    "Your provider or your mail server says what to publish. If the server is yours, set PARTWISE_DKIM_KEY to its "
    "public key file; then the text stands here."
)


def cases(facts: DomainFacts) -> Cases:
    if not facts.dkim_selectors:
        return {facts.dkim_domain: settled(not_checked(UNTOLD))}
    return {
        f"{selector}._domainkey.{facts.dkim_domain}": _verdict(facts, selector) for selector in facts.dkim_selectors
    }


def _verdict(facts: DomainFacts, selector: str) -> Asking[Verdict]:
    name = f"{selector}._domainkey.{facts.dkim_domain}"
    own, fault = _own_key(facts) if selector == facts.dkim_selectors[0] else (None, "")
    publish = (Record(name=name, kind="TXT", value=f"v=DKIM1; k=rsa; p={own.published}"),) if own else ()
    hints = (fault,) if fault else ()
    answer = yield from ask(name, "TXT")
    if len(answer.values) != 1:
        return fix(_without_one(name, answer), found=answer.values, publish=publish, hints=hints or _where(own))
    (text,) = answer.values
    try:
        record = tags(text)
        wrong = next(_faults(record, own), "")
    except (TagsBroken, KeyNotUnderstood) as broken:
        wrong = f"The record cannot be read. {broken}"
    if wrong:
        return fix(wrong, found=answer.values, publish=publish, hints=hints)
    words = "The key is the one that your mail server signs with." if own else "The key is there, and long enough."
    return good(words, found=answer.values, hints=(*hints, *_hints(record, own)))


def _own_key(facts: DomainFacts) -> tuple[PublicKey | None, str]:
    """The key that the server signs with, as far as this site was told, and why it cannot be read."""
    if not facts.dkim_key:
        return None, facts.dkim_key_fault
    try:
        return from_pem(facts.dkim_key), ""
    except KeyNotUnderstood as odd:
        return None, f"PARTWISE_DKIM_KEY cannot be compared. {odd}"


def _without_one(name: str, answer: Answer) -> str:
    if answer.heard is Heard.CIRCLE:
        return f"The aliases (CNAME) of {name} lead back to one another, so nobody finds the key."
    if answer.values:
        return f"{name} has {len(answer.values)} records. Receivers may read any of them: keep one."
    return f"There is no key at {name}. Either the selector is another one, or the record is not published yet."


def _where(own: PublicKey | None) -> tuple[str, ...]:
    return () if own else (WHERE,)


def _faults(record: Mapping[str, str], own: PublicKey | None) -> Iterator[str]:
    """What makes receivers throw the key away, the worst first."""
    key = record.get("p")
    if "v" in record and next(iter(record.items())) != ("v", "DKIM1"):  # RFC 6376 3.6.1: it may be left out
        yield "The record does not begin with v=DKIM1."
    if key is None:
        yield "The record has no key: p= is missing."
    elif not key:
        yield "The key was withdrawn: p= is empty. Signatures made with it count for nothing."
    elif not _lists(record.get("s", "*"), "email", "*"):
        yield f"The key may not be used for mail: it says s={record['s']}."
    elif not _lists(record.get("h", "sha256"), "sha256"):
        yield f"The key does not allow SHA-256: it says h={record['h']}."
    else:
        yield from _key_faults(record.get("k", "rsa"), key, own)


def _key_faults(kind: str, key: str, own: PublicKey | None) -> Iterator[str]:
    if kind == "ed25519":
        if len("".join(key.split())) != ED25519_BASE64:
            yield "The Ed25519 key is not 32 bytes long: it may have been cut when it was pasted."
        elif own:
            yield "The key is of the kind ed25519, and your mail server signs with an RSA key."
        return
    if kind != "rsa":
        yield f"Receivers do not know keys of the kind {kind}."
        return
    found = from_dns(key)
    if own and found != own:
        yield "The key is not the one that your mail server signs with, so every signature fails."
    if found.bits < LEAST_BITS:
        yield f"The key has {found.bits} bits. Make one with {LEAST_BITS}: shorter ones are distrusted or refused."


def _lists(value: str, *wanted: str) -> bool:
    return not {word.strip().lower() for word in value.split(":")}.isdisjoint(wanted)


def _hints(record: Mapping[str, str], own: PublicKey | None) -> Iterator[str]:
    if "y" in record.get("t", ""):
        yield "It says t=y, a test: receivers may treat your letters as unsigned. Take it out when all works."
    if record.get("k") == "ed25519":
        yield "Many receivers cannot read Ed25519 yet. Sign with an RSA key too."
    elif from_dns(record["p"]).bits > MOST_BITS:
        yield f"Receivers need not read keys longer than {MOST_BITS} bits."
    if not own:
        yield "Set PARTWISE_DKIM_KEY to the public key file, and we compare it with what your mail server signs with."
