"""W10: the description of an image describes it."""

from collections.abc import Iterator

from cms.core.findings import Finding
from cms.core.picture_words import fault_of
from newsletter.core.preflight.facts import LetterFacts, hint


def check(letter: LetterFacts) -> Iterator[Finding]:
    for picture in letter.markup.pictures:
        alt = (picture.alt or "").strip()
        if fault := fault_of(alt):
            words, mend = fault
            block_id = letter.block_holding(picture.src) if picture.src else ""
            yield hint("W10", words, mend=mend, block_id=block_id, passage=alt)
