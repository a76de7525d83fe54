"""Rich text for front ends."""

from cms.rich_text.resolve import resolve


def rich_json(value: object, *, level: str = "rich", base: str) -> dict[str, str] | None:
    """`{html, text}` with absolute links, or None where nothing is written."""
    resolved = resolve(value, level=level, base=base)
    return {"html": resolved.html, "text": resolved.text} if resolved.text else None
