"""W19: what the subject says to readers who gave no name."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.merge_fields import MAYBE_EMPTY, at_fallback, find
from newsletter.core.preflight.facts import LetterFacts, ask


def check(letter: LetterFacts) -> Iterator[Finding]:
    subject = letter.letter.subject
    if letter.nameless and any(field.name in MAYBE_EMPTY for field in find(subject)):
        readers = "1 reader" if letter.nameless == 1 else f"{letter.nameless:,} readers"
        seen = at_fallback(subject, newsletter=letter.newsletter)
        yield ask(
            "W19",
            f"{readers} gave no name and will see the subject “{seen}”.",
            mend="Read it once more as they will, or leave the name out of the subject.",
            field="subject",
            passage=subject,
        )
