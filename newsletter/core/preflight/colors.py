"""W4: words can be told from their ground, in the light and when a mail program turns the lightness over."""

from collections.abc import Iterator

from cms.core.contrast import LEAST_CONTRAST, LEAST_CONTRAST_LARGE, contrast, turned_over
from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, ask
from newsletter.core.preflight.looks import Look

MEND = "Choose a darker or lighter accent color in the newsletter's look."


def check(letter: LetterFacts) -> Iterator[Finding]:
    seen: set[tuple[str, str, bool]] = set()
    for passage in letter.passages:
        look = passage.look
        pair = (look.color, look.ground, look.is_large)
        if pair in seen:
            continue  # said once for each pair of colors, at the first words in it
        seen.add(pair)
        fault = _fault(look)
        if fault:
            shown = passage.words[:60]
            yield ask(
                "W4",
                f"“{shown}” is hard to read {fault}.",
                mend=MEND,
                block_id=letter.block_holding(passage.words),
                passage=passage.words,
            )


def _fault(look: Look) -> str:
    least = LEAST_CONTRAST_LARGE if look.is_large else LEAST_CONTRAST
    if (ratio := contrast(look.color, look.ground)) < least:
        return f"({look.color} on {look.ground}, a contrast of {_shown(ratio)} where {least} is needed)"
    if (ratio := contrast(turned_over(look.color), turned_over(look.ground))) < least:
        return f"where a mail program darkens letters by itself (a contrast of {_shown(ratio)})"
    return ""


def _shown(ratio: float) -> float:
    return int(ratio * 10) / 10  # rounded down: 4.46 must not read as enough
