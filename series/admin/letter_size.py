"""What an article weighs as a letter: shown beside its editor and on the board of its series."""

from dataclasses import dataclass

from django.core.cache import cache

from cms.core.findings import Finding, Level
from cms.core.letter import GMAIL_CLIP_BYTES, LONG_LETTER_BYTES
from cms.core.mjml import CompileFailed
from cms.core.slots import SlotMismatch
from series.models import ArticlePage
from series.previews import compile_preview

KEPT_S = 24 * 60 * 60


@dataclass(frozen=True)
class LetterSize:
    """Bytes of HTML; None while the letter cannot be made."""

    size: int | None

    @property
    def short(self) -> str:
        """For a column of them."""
        return "None yet" if self.size is None else f"{self.size / 1000:.0f} KB"

    @property
    def words(self) -> str:
        """For the author: 34 KB of the 102 KB that Gmail shows."""
        if self.size is None:
            return "no letter yet"
        return f"{self.size / 1000:.0f} KB of the {GMAIL_CLIP_BYTES // 1000} KB that Gmail shows"

    @property
    def finding(self) -> Finding | None:
        """A hint once the letter comes close to being cut off: on the site the text may be as long as it likes."""
        if self.size is None or self.size < LONG_LETTER_BYTES:
            return None
        return Finding(
            check="size",
            level=Level.HINT,
            words=f"As a letter this has {self.size / 1000:.0f} KB; Gmail cuts letters off at 102 KB.",
            mend="Split it into a series, or send an excerpt that leads to the site.",
        )


def letter_size(article: ArticlePage) -> LetterSize:
    """The size of the newest draft as a letter, kept for as long as nobody changes a word of it."""
    key = f"letter-size-{article.pk}-{article.latest_revision_id}"
    return cache.get_or_set(key, lambda: _measured(article.get_latest_revision_as_object()), KEPT_S)


def _measured(draft: ArticlePage) -> LetterSize:
    try:
        return LetterSize(len(compile_preview(draft).html.encode()))
    except (CompileFailed, SlotMismatch):
        return LetterSize(None)
