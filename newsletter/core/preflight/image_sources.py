"""B7: every image has an absolute https address, a format that all mail programs show, and a file behind it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, stop

UNSHOWN = (".webp", ".avif", ".svg", ".svgz", ".heic")


def check(letter: LetterFacts) -> Iterator[Finding]:
    for picture in letter.markup.pictures:
        words, mend = _fault(picture.src, letter)
        if words:
            name = picture.alt or picture.src[:60] or "without address"
            yield stop(
                "B7",
                f'The image "{name}" {words}',
                mend=mend,
                block_id=letter.block_holding(picture.src) if picture.src else "",
                passage=picture.src[:200],
            )


def _fault(src: str, letter: LetterFacts) -> tuple[str, str]:
    """What is wrong with the image and what to do; two empty texts when nothing is."""
    parts = urlsplit(src)
    if parts.scheme == "data":
        return "is written into the letter itself.", "Upload it and choose it from the images."
    own = parts.hostname in letter.own_hosts and parts.scheme == "http"
    if not (parts.hostname and (parts.scheme == "https" or own)):
        return "has no absolute https address.", "Choose it from the images again."
    if parts.path.lower().endswith(UNSHOWN):
        return "has a format that many mail programs do not show.", "Freeze again, so that it is made as JPEG or PNG."
    if src in letter.missing_files:
        return "has no file behind it.", "Upload it again, or take it out."
    return "", ""
