"""W5: letters are set so that tired eyes can read them on a phone."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, hint
from newsletter.core.preflight.looks import Passage

LEAST_PX = 14
LEAST_LEADING = 1.4
LONG_WORDS = 30  # a caption or a farewell may stand in the middle; a paragraph may not
PROSE_WORDS = 12  # fewer fit on one line, and one line has no leading


def check(letter: LetterFacts) -> Iterator[Finding]:
    for passage in letter.passages:
        for words in _faults(passage):
            yield hint(
                "W5",
                f"{words} “{passage.words[:60]}”",
                mend="Use the blocks as they are; their type is set for reading.",
                block_id=letter.block_holding(passage.words),
                passage=passage.words,
            )


def _faults(passage: Passage) -> Iterator[str]:
    look, count = passage.look, len(passage.words.split())
    if look.size < LEAST_PX:
        yield f"Smaller than {LEAST_PX} px:"
    if look.leading is not None and look.leading < LEAST_LEADING and count >= PROSE_WORDS and not look.level:
        yield "The lines stand too close together:"
    if look.align == "justify":
        yield "Justified text tears holes into narrow lines:"
    if look.align == "center" and count >= LONG_WORDS:
        yield "A long paragraph in the middle of the line is hard to follow:"
