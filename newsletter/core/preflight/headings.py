"""W6: headings are an outline that somebody who hears the letter can walk through."""

from collections.abc import Iterator
from itertools import pairwise

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, ask
from newsletter.core.preflight.looks import Passage

SHOUT_LETTERS = 6  # an acronym such as PTSD is no shouting
TITLE_WORDS = 10


def check(letter: LetterFacts) -> Iterator[Finding]:
    headings = [passage for passage in letter.passages if passage.look.level]
    for before, heading in pairwise(headings):
        if heading.look.level > before.look.level + 1:
            words = f"The heading “{heading.words[:60]}” skips a level below “{before.words[:60]}”."
            yield _ask(letter, words, "Make it one level higher, or put a heading in between.", heading)
    for passage in letter.passages:
        if _shouts(passage.words) and len(passage.words.split()) <= TITLE_WORDS:
            words = f"“{passage.words[:60]}” is all in capitals."
            mend = "Write it as you would say it; if it is a heading, use the heading block."
            yield _ask(letter, words, mend, passage)


def _shouts(words: str) -> bool:
    letters = [character for character in words if character.isalpha()]
    return len(letters) >= SHOUT_LETTERS and words.upper() == words != words.lower()


def _ask(letter: LetterFacts, words: str, mend: str, passage: Passage) -> Finding:
    return ask("W6", words, mend=mend, block_id=letter.block_holding(passage.words), passage=passage.words)
