"""W17: what mailbox providers find in DNS about the sender. What was not looked at, or lately not, is no finding."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, hint


def check(letter: LetterFacts) -> Iterator[Finding]:
    if letter.domain_faults:
        return  # B1 has said it
    for words in letter.domain_doubts:
        yield hint(
            "W17", words, mend="See the page “Sending domain”, which says what to put into DNS.", field="from_email"
        )
