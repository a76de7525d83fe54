"""B3: every reader sees how to leave and who writes, in the HTML and in the text, and so does the mail program."""

import re
from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, stop

NEEDED_HEADERS = ("List-Unsubscribe", "List-Unsubscribe-Post")

_UNSUBSCRIBE = "[[unsubscribe_url]]"
_SPACES = re.compile(r"\s+")


def check(letter: LetterFacts) -> Iterator[Finding]:
    if not any(link.href == _UNSUBSCRIBE and link.words and not link.hidden for link in letter.markup.anchors):
        yield _missing("The letter has no visible link to unsubscribe.")
    if _UNSUBSCRIBE not in letter.letter.text:
        yield _missing("The plain text has no address to unsubscribe.")
    if not letter.headers.issuperset(NEEDED_HEADERS):
        yield _missing("The headers for leaving with one click are not there.")
    yield from _who_writes(letter)


def _who_writes(letter: LetterFacts) -> Iterator[Finding]:
    if not letter.postal_address.strip():
        yield stop(
            "B3",
            "The newsletter has no postal address.",
            mend="Give it one in the settings of the newsletter.",
            field="footer",
        )
    elif not (_holds(letter.markup.words, letter.postal_address) and _holds(letter.letter.text, letter.postal_address)):
        yield stop(
            "B3",
            "The postal address does not stand in the letter.",
            mend="Bring back the footer of the template; or schedule the letter anew, if the address has changed.",
            field="footer",
        )


def _holds(words: str, address: str) -> bool:
    flat = _SPACES.sub(" ", words)
    return all(_SPACES.sub(" ", line).strip() in flat for line in address.splitlines())


def _missing(words: str) -> Finding:
    return stop("B3", words, mend="Bring back the footer of the letter's template.", field="footer")
