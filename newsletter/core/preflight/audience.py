"""B11: there is somebody to write to, and it was not written before."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, stop


def check(letter: LetterFacts) -> Iterator[Finding]:
    if letter.already_started:
        yield stop("B11", "This issue has already started.", mend="Make a copy of it for new words.", field="audience")
    elif not letter.recipients:
        yield stop(
            "B11",
            "Nobody would get this letter.",
            mend="Choose another audience, or look at who is left out and why.",
            field="audience",
        )
