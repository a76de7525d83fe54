"""W22: a subject that counts parts counts as the series does today."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, ask
from series.core.titles import offer

MEND = "Write the number that it has now, or leave the number out: the letter says it above the title."


def check(letter: LetterFacts) -> Iterator[Finding]:
    said = offer(letter.letter.subject)
    counted = [found.number for words in letter.places if (found := offer(words))]
    if said and counted and said.number not in counted:
        parts = " and ".join(f"part {number}" for number in counted)
        words = f"The subject says “Part {said.number}”, and the letter brings {parts} of its series."
        yield ask("W22", words, mend=MEND, field="subject")
