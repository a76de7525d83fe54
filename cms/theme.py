"""The site's theme, read once from templates/theme/tokens.toml."""

from functools import cache

from django.template.loader import get_template

from cms.core.theme import Theme


@cache
def site_theme() -> Theme:
    """The look that site and letters share. Raises ValueError, KeyError or TypeError for a broken token file."""
    return Theme.parse(get_template("theme/tokens.toml").template.source)
