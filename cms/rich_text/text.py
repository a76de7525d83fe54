"""Rich text for the plain-text half of a letter."""

from cms.core.plain_text import WIDTH, FootLinks, rich_to_text
from cms.rich_text.resolve import resolve


def rich_text(  # noqa: PLR0913 - the openings of the first and of other lines belong together
    value: object, *, level: str, base: str, notes: FootLinks | None, first: str = "", rest: str = ""
) -> str:
    """Wrapped at 72 columns; `first` opens the first line and `rest` all others."""
    html = resolve(value, level=level, base=base).html
    written = rich_to_text(html, notes=notes, width=WIDTH, indent=rest)
    return f"{first}{written.removeprefix(rest)}" if written else ""
