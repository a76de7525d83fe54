"""B1: the letter says who it is from, answers reach somebody, and the domain is one that this site sends for."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.addresses import AddressRefused, normal_form
from newsletter.core.preflight.facts import LetterFacts, stop


def check(letter: LetterFacts) -> Iterator[Finding]:
    if not letter.from_name.strip():
        yield _stop("The sender has no name.", "Write it in the newsletter's settings.", "from_name")
    yield from _address("The sender's address", letter.from_email, "from_email")
    if letter.reply_to:
        yield from _address("The address for answers", letter.reply_to, "reply_to")
    for words in letter.domain_faults:
        yield _stop(words, "See the page “Sending domain”, which says what to put into DNS.", "from_email")


def _address(place: str, address: str, field: str) -> Iterator[Finding]:
    try:
        normal_form(address)
    except AddressRefused as refused:
        yield _stop(f"{place} cannot be used: {refused}", "Correct it in the newsletter's settings.", field)


def _stop(words: str, mend: str, field: str) -> Finding:
    return stop("B1", words, mend=mend, field=field)
