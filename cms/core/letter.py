"""What the faces of one letter share while they are written."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

from cms.core.links import LinkTable
from cms.core.plain_text import FootLinks
from cms.core.slots import SlotBook
from cms.core.theme import Theme

GMAIL_CLIP_BYTES = 102_400  # Gmail shows no more of the HTML, so the way to leave is cut off too
LONG_LETTER_BYTES = 90_000


@dataclass(frozen=True, kw_only=True)
class LetterContext:
    """The books that blocks write into (slots, links, foot links), and the look, place and language of the letter.

    One for each letter and language; in templates it is `letter`. `base_url` is where relative addresses start;
    `page_url` is the page on the web that holds what is being written, where links inside it lead.
    """

    theme: Theme
    base_url: str
    page_url: str = ""
    slots: SlotBook = field(default_factory=SlotBook)
    links: LinkTable = field(default_factory=LinkTable)
    notes: FootLinks = field(default_factory=FootLinks)
    cleaned: dict[tuple[str, ...], Any] = field(default_factory=dict)  # rich texts that HTML and text both show
    lang: str = "en"
    dir: str = "ltr"

    def within(self, page_url: str) -> Self:
        """The same letter while it shows what stands on that page; it writes into the same books."""
        return replace(self, page_url=page_url)
