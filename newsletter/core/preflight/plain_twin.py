"""W11: the plain text says what the HTML says."""

import re
from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, hint

LEAST_RATIO = 0.2

_SCHEMES = ("http://", "https://")
_SPACE = re.compile(r"\s+")


def check(letter: LetterFacts) -> Iterator[Finding]:
    words = len(letter.markup.words.split())
    if words and len(letter.letter.text.split()) < words * LEAST_RATIO:
        yield _hint("The plain text is much shorter than the letter.", "Tell the people who run this site.")
    text = _SPACE.sub("", letter.letter.text)
    missing = {
        anchor.href: anchor.words
        for anchor in letter.markup.anchors
        if anchor.href and anchor.href.startswith(_SCHEMES) and not anchor.hidden and anchor.href not in text
    }
    for target, said in missing.items():
        yield _hint(f"The link “{said[:60]}” is missing in the plain text.", "Name its page in the text.", target)


def _hint(words: str, mend: str, passage: str = "") -> Finding:
    return hint("W11", words, mend=mend, passage=passage)
