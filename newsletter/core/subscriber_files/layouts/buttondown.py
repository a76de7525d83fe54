"""Buttondown, Curated and others that write when somebody subscribed, and where they came from; seen in fixtures."""

from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.layouts.base import Layout, columns, marks, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said


def says(row: Row, _name: str) -> Said:
    """An address and a date; how they found the sign-up form is left out."""
    return told(row)


LAYOUT = Layout(
    slug="buttondown",
    label="Buttondown, Curated",
    says=says,
    marks=(marks("Email Address,Subscribed at"),),
    columns=columns(subscribed_at=Column.AGREED_AT),
    care="The file holds those who get letters. Export whoever unsubscribed as well, and import that file first.",
)
