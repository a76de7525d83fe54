"""Squarespace: an address and the date of the sign-up. Not verified with a present export."""

from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.layouts.base import Layout, columns, marks, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said


def says(row: Row, _name: str) -> Said:
    """An address and a date."""
    return told(row)


LAYOUT = Layout(
    slug="squarespace",
    label="Squarespace",
    says=says,
    marks=(marks("Email Address,Date Subscribed"),),
    columns=columns(date_subscribed=Column.AGREED_AT),
    care="The file holds those who get letters. Whoever unsubscribed is in a list of its own: import that one first.",
    is_verified=False,
)
