"""B2: a letter has a subject of its own."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.merge_fields import FIELD
from newsletter.core.preflight.facts import LetterFacts, stop


def check(letter: LetterFacts) -> Iterator[Finding]:
    subject = letter.letter.subject
    if not subject.strip():
        yield stop("B2", "The letter has no subject yet.", mend="Write one in a few words.", field="subject")
    elif not any(character.isalnum() for character in FIELD.sub("", subject)):
        yield stop(
            "B2",
            "The subject is nothing but a merge field.",
            mend="Add words that are the same for every reader.",
            field="subject",
            passage=subject,
        )
