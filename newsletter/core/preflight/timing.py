"""W18: the chosen time leaves room to think. One that no clock shows is refused where it is chosen."""

from collections.abc import Iterable, Iterator

from cms.core.findings import Finding
from cms.core.listing import listed
from newsletter.core.preflight.facts import LetterFacts, ask

MINUTES_TO_THINK = 10


def check(letter: LetterFacts) -> Iterator[Finding]:
    ahead = letter.minutes_ahead
    if ahead is not None and ahead < MINUTES_TO_THINK:
        yield _ask("The letter leaves in less than 10 minutes.", "Take a later time if somebody should still look.")
    if others := letter.overlapping:
        mend = "Move one of the two to another day." if len(others) == 1 else "Give each a day of its own."
        yield _ask(f"Some of these readers get {_named(others)} on the same day.", mend)
    if gone := letter.left_that_day:
        yield _ask(
            f"Some of these readers got {_named(gone)} on that day already.", "Choose another day for this letter."
        )
    if letter.wall_time_repeated:
        yield _ask("This time comes twice on that day.", "It leaves the first time; choose another if that is wrong.")


def _named(titles: Iterable[str]) -> str:
    return listed(f"“{title}”" for title in titles)


def _ask(words: str, mend: str) -> Finding:
    return ask("W18", words, mend=mend, field="send_at")
