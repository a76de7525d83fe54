"""W21: nobody is surprised by a letter that needs days to reach its last reader."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, ask

LONG_HOURS = 12


def check(letter: LetterFacts) -> Iterator[Finding]:
    hours = letter.hours_needed
    if hours > LONG_HOURS:
        long = f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
        yield ask(
            "W21",
            f"This letter needs about {long} to reach everyone: {letter.slow_because}",
            mend="Write it so that it may arrive late, or wait until the pace allows more.",
            field="send_at",
        )
