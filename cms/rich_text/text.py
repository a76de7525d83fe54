"""Rich text for the plain-text half of a letter."""

from cms.core.letter import LetterContext
from cms.core.plain_text import WIDTH, rich_to_text
from cms.rich_text.resolve import resolve_for


def rich_text(value: object, *, level: str, letter: LetterContext, first: str = "", rest: str = "") -> str:
    """Wrapped at 72 columns; `first` opens the first line and `rest` all others."""
    html = resolve_for(letter, value, level=level).html
    written = rich_to_text(html, notes=letter.notes, width=WIDTH, indent=rest)
    return f"{first}{written.removeprefix(rest)}" if written else ""
