"""B3: every reader sees how to leave and who writes, in the HTML and in the text, and so does the mail program."""

import re
from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, stop

NEEDED_HEADERS = ("List-Unsubscribe", "List-Unsubscribe-Post")

_UNSUBSCRIBE = "[[unsubscribe_url]]"
_SPACES = re.compile(r"\s+")


def check(letter: LetterFacts) -> Iterator[Finding]:
    yield from still_stands(letter)
    if not (_holds(letter.markup.words, letter.postal_address) and _holds(letter.letter.text, letter.postal_address)):
        words = "The postal address does not stand in the letter."
        yield stop("B3", words, mend="Bring back the footer of the template.", field="footer")


def still_stands(letter: LetterFacts) -> Iterator[Finding]:
    """What a letter that was frozen must still have; an address that was right then keeps nobody's letter back."""
    if not any(link.href == _UNSUBSCRIBE and link.words and not link.hidden for link in letter.markup.anchors):
        yield _missing("The letter has no visible link to unsubscribe.")
    if _UNSUBSCRIBE not in letter.letter.text:
        yield _missing("The plain text has no address to unsubscribe.")
    if not letter.headers.issuperset(NEEDED_HEADERS):
        yield _missing("The headers for leaving with one click are not there.")
    if not letter.postal_address.strip():
        yield stop(
            "B3",
            "The newsletter has no postal address.",
            mend="Give it one in the settings of the newsletter.",
            field="footer",
        )


def _holds(words: str, address: str) -> bool:
    flat = _SPACES.sub(" ", words)
    return all(_SPACES.sub(" ", line).strip() in flat for line in address.splitlines())


def _missing(words: str) -> Finding:
    return stop("B3", words, mend="Bring back the footer of the letter's template.", field="footer")
