"""W1: the letter comes close to the size at which it is cut off."""

from collections.abc import Iterator

from cms.core.findings import Finding
from cms.core.letter import GMAIL_CLIP_BYTES, LONG_LETTER_BYTES
from newsletter.core.preflight.facts import LetterFacts, ask

STYLE_BYTES = 14 * 1024  # Gmail ignores all styles above 16 KB


def check(letter: LetterFacts) -> Iterator[Finding]:
    if LONG_LETTER_BYTES <= letter.size < GMAIL_CLIP_BYTES:
        yield ask(
            "W1",
            f"The letter has some {letter.size // 1000},000 bytes and comes close to being cut off.",
            mend="Show an excerpt of the longest article, or split it into a series.",
            field="items",
        )
    if letter.markup.style_bytes > STYLE_BYTES:
        yield ask("W1", "The letter's styles are too long for Gmail.", mend="Shorten the theme.", field="template")
