"""Medium, and every plain list: one address a line and nothing else. Not verified with a present export."""

from newsletter.core.subscriber_files.layouts.base import Layout, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said


def says(row: Row, _name: str) -> Said:
    """Nothing but the address: no proof of consent."""
    return told(row)


LAYOUT = Layout(
    slug="medium",
    label="Medium, or a plain list of addresses",
    says=says,
    care="A list without dates proves no consent: these readers wait until they confirm, unless you know more of them.",
    is_verified=False,
)
