"""B8: every image says what it shows, or says that it is decorative."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, stop


def check(letter: LetterFacts) -> Iterator[Finding]:
    for picture in letter.markup.pictures:
        if picture.alt is None:
            yield stop(
                "B8",
                "An image does not say what it shows.",
                mend="Describe it in a few words, or tick that it is decorative.",
                block_id=letter.block_holding(picture.src) if picture.src else "",
                passage=picture.src[:200],
            )
