"""W9: pictures arrive on a slow line, are sharp on a good screen, and leave room for words."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, PictureFile, hint
from newsletter.core.preflight.markup import Picture

LARGE_BYTES = 1_000_000
ALL_BYTES = 2_000_000
SHARPEST, SOFTEST = 2.2, 1.5  # times the width at which it is shown
WORDS_PER_PICTURE = 30
FROM_WIDTH = 200  # px; smaller ones are logos and portraits, whose originals are small


def check(letter: LetterFacts) -> Iterator[Finding]:
    pictures = letter.markup.pictures
    for picture in pictures:
        for words, mend in _faults(picture, letter.picture_files.get(picture.src)):
            block_id = letter.block_holding(picture.src) if picture.src else ""
            yield hint("W9", words, mend=mend, block_id=block_id, passage=picture.src)
    total = sum(found.size for found in letter.picture_files.values())
    if total > ALL_BYTES:
        yield _of_all(f"All pictures together weigh {_mb(total)}.", "Leave some out, or use smaller ones.")
    if len(pictures) > 1 and len(letter.markup.words.split()) < WORDS_PER_PICTURE * len(pictures):
        words = f"{len(pictures)} pictures and few words: some mail programs show no picture until they are asked."
        yield _of_all(words, "Say in words what the letter is about.")


def _faults(picture: Picture, file: PictureFile | None) -> Iterator[tuple[str, str]]:
    name = f"“{picture.alt[:60]}”" if picture.alt else "A picture"
    if not picture.width:
        yield f"{name} says no width, so the letter jumps while it loads.", "Use the image block."
    if file is None:
        return
    if file.size > LARGE_BYTES:
        kind = "moves and weighs" if file.is_animated else "weighs"
        yield f"{name} {kind} {_mb(file.size)}.", "Use a smaller one; 200 KB are plenty."
    if picture.width >= FROM_WIDTH and file.width > picture.width * SHARPEST:
        yield f"{name} is {file.width} px wide and shown at {picture.width}.", "A smaller one loads faster."
    elif picture.width >= FROM_WIDTH and file.width < picture.width * SOFTEST:
        yield f"{name} is only {file.width} px wide and looks soft on good screens.", "Upload a larger one."


def _of_all(words: str, mend: str) -> Finding:
    return hint("W9", words, mend=mend)


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
