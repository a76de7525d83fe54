from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.theme import site_theme

STYLES = Path("cms/static/cms/tokens.css")
FIRST_LINE = (
    "/* Made from templates/theme/tokens.toml by `manage.py write_tokens`. Change the tokens, not this file. */\n"
)


class Command(BaseCommand):
    help = "Writes the site's colors, type and sizes, from templates/theme/tokens.toml, as CSS variables."

    def handle(self, *_args, **_options):
        (settings.BASE_DIR / STYLES).write_text(tokens_css(), "utf-8")
        self.stdout.write(f"Wrote {STYLES}.")


def tokens_css() -> str:
    """The style sheet that carries the tokens to the site."""
    return FIRST_LINE + site_theme().css_variables()
