"""Whether the description of a picture describes it; asked of articles and of letters."""

import re

ALT_CHARACTERS = 150

_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|avif|svg|heic|tiff?)|(?:img|dsc|dscn|pxl)[_-]?\d+\S*", re.IGNORECASE
)
_OPENING = re.compile(r"(?:an? )?(?:image|picture|photo|photograph|graphic) of\b", re.IGNORECASE)


def fault_of(alt: str) -> tuple[str, str] | None:
    """What is odd about the words and what to do; None for words that describe, and for none at all."""
    if _FILE_NAME.fullmatch(alt):
        return f"An image is described by its file name, {alt[:60]}.", "Say what it shows."
    if len(alt) > ALT_CHARACTERS:
        return "The description of an image is very long.", "Put the details into the text around it."
    if _OPENING.match(alt):
        return f'A description begins with "{" ".join(alt.split()[:3])}".', "Begin with what it shows."
    return None
