"""One nasty value for every block, as the golden folder stores it: characters that break escaping and layouts."""

import json
from pathlib import Path

GOLDEN_BLOCKS = Path(__file__).parents[2] / "golden" / "blocks"

# Stands in every plain text field; must come out of every face as the same words.
NASTY = "<b>5 < 6</b> & \"double\" 'single' no\u00a0break 👩\u200d💻 हिन्दी العربية ]]> {{ x }} [[x]] zq00000qz"


def specimen(slug: str) -> dict:
    """The stored value of one block, every field filled with what is hard to show."""
    return json.loads((GOLDEN_BLOCKS / slug / "value.json").read_text())


def slugs_with_specimen() -> set[str]:
    return {path.parent.name for path in GOLDEN_BLOCKS.glob("*/value.json")}
