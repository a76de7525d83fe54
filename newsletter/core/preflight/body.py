"""B5: there is something to read, as HTML and as text."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, stop


def check(letter: LetterFacts) -> Iterator[Finding]:
    if not letter.items:
        yield stop("B5", "The issue has no items yet.", mend="Add an article, a part or a note.", field="items")
    elif not letter.markup.words:
        yield stop("B5", "The letter shows no words.", mend="Add something to read.", field="items")
    if not letter.letter.text.strip():
        yield stop(
            "B5",
            "The plain text of the letter is empty.",
            mend="Show at least one block in letters.",
            field="items",
        )
