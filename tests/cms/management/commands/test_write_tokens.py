from pathlib import Path

from cms.management.commands.write_tokens import STYLES, tokens_css

ROOT = Path(__file__).resolve().parents[4]


def test_style_sheet_holds_the_tokens_of_today():
    assert (ROOT / STYLES).read_text() == tokens_css(), "Run `manage.py write_tokens`."
