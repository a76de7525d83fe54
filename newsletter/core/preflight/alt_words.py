"""W10: the description of an image describes it."""

import re
from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, hint

ALT_CHARACTERS = 150

_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|avif|svg|heic|tiff?)|(?:img|dsc|dscn|pxl)[_-]?\d+\S*", re.IGNORECASE
)
_OPENING = re.compile(r"(?:an? )?(?:image|picture|photo|photograph|graphic) of\b", re.IGNORECASE)


def check(letter: LetterFacts) -> Iterator[Finding]:
    for picture in letter.markup.pictures:
        alt = (picture.alt or "").strip()
        fault = _fault(alt)
        if fault:
            words, mend = fault
            block_id = letter.block_holding(picture.src) if picture.src else ""
            yield hint("W10", words, mend=mend, block_id=block_id, passage=alt)


def _fault(alt: str) -> tuple[str, str] | None:
    if _FILE_NAME.fullmatch(alt):
        return f"An image is described by its file name, {alt[:60]}.", "Say what it shows."
    if len(alt) > ALT_CHARACTERS:
        return "The description of an image is very long.", "Put the details into the text around it."
    if _OPENING.match(alt):
        return f'A description begins with "{" ".join(alt.split()[:3])}".', "Begin with what it shows."
    return None
