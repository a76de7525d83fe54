from django.conf import settings

from cms.blocks.body import BLOCKS
from cms.blocks.reference import reference


def test_the_reference_says_what_the_blocks_are():
    written = (settings.BASE_DIR / "docs" / "reference" / "blocks.md").read_text()

    assert written == reference(), "Run make docs and read the diff."


def test_every_block_has_its_heading():
    assert [line.removeprefix("## ") for line in reference().splitlines() if line.startswith("## ")] == list(
        dict(BLOCKS)
    )
