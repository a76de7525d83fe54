"""Ghost: the CSV of its people, as its own importer reads it; seen in its source."""

from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.layouts.base import Layout, columns, marks, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said


def says(row: Row, _name: str) -> Said:
    """Whoever gets no emails there gets none here; whoever was deleted there is left out."""
    return told(row)


LAYOUT = Layout(
    slug="ghost",
    label="Ghost",
    says=says,
    marks=(
        marks("email,subscribed_to_emails,created_at,labels"),
        marks("email,subscribed_to_emails,complimentary_plan"),
    ),
    columns=columns(created_at=Column.AGREED_AT, note=None, stripe_customer_id=None, tiers=None, gift_id=None),
    care="Ghost's file does not say which of its newsletters somebody gets. Notes and payments are not taken.",
)
