"""Any other table: what its headers and cells tell."""

from newsletter.core.subscriber_files.layouts.base import Layout, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said


def says(row: Row, _name: str) -> Said:
    """What the columns say."""
    return told(row)


LAYOUT = Layout(
    slug="plain",
    label="Another table",
    says=says,
    care="We do not know this system. Look at each column, and say what it holds.",
)
