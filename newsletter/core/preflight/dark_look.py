"""W13: nothing disappears when a mail program turns the letter dark."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, hint

BLACK_AND_WHITE = frozenset({"#000000", "#ffffff"})


def check(letter: LetterFacts) -> Iterator[Finding]:
    for picture in letter.markup.pictures:
        file = letter.picture_files.get(picture.src)
        if file and file.is_transparent:
            name = f"“{picture.alt[:60]}”" if picture.alt else "A picture"
            yield hint(
                "W13",
                f"{name} has see-through parts, and may vanish on a dark ground.",
                mend="Save it with a ground of its own, or with a light rim.",
                block_id=letter.block_holding(picture.src),
                passage=picture.src,
            )
    for passage in letter.passages:
        if {passage.look.color, passage.look.ground} == BLACK_AND_WHITE:
            yield hint(
                "W13",
                f"“{passage.words[:60]}” is pure black and white, which some programs turn over and some do not.",
                mend="Soften one of the two colors in the newsletter's look.",
                block_id=letter.block_holding(passage.words),
                passage=passage.words,
            )
            return  # said once; it is the look of the whole letter
