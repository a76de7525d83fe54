"""Rich text for the site."""

from django.utils.safestring import SafeString, mark_safe  # noqa: TID251 - nh3 cleans what is vouched for

from cms.rich_text.resolve import resolve


def rich_web(value: object, *, level: str, base: str, inline: bool = False) -> SafeString:
    """Clean HTML; `inline` leaves out the paragraph around a single one."""
    resolved = resolve(value, level=level, base=base, keep_anchors=True)
    return mark_safe(resolved.unwrapped if inline else resolved.html)  # noqa: S308 - nh3 cleaned it
