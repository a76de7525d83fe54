"""B9: the letter is not cut off. A named person may override this one."""

from collections.abc import Iterator

from cms.core.findings import Finding
from cms.core.letter import GMAIL_CLIP_BYTES
from newsletter.core.preflight.facts import LetterFacts, stop


def check(letter: LetterFacts) -> Iterator[Finding]:
    if letter.size >= GMAIL_CLIP_BYTES:
        yield stop(
            "B9",
            f"The letter has {letter.size:,} bytes; Gmail cuts it off at {GMAIL_CLIP_BYTES:,}.",
            mend="Show an excerpt of the longest article, or split it into a series.",
            field="items",
        )
