"""beehiiv: the long and the short export of subscribers; seen in fixtures."""

from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.layouts.base import Layout, columns, marks, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said


def says(row: Row, _name: str) -> Said:
    """Only the active come in; whoever unsubscribed is suppressed, and any other state is left out and listed."""
    return told(row)


LAYOUT = Layout(
    slug="beehiiv",
    label="beehiiv",
    says=says,
    marks=(marks("email,status,tier,created_at"), marks("Email,Status,Created At,Subscription Tier")),
    columns=columns(created_at=Column.AGREED_AT, stripe_customer_id=None, tier=None, subscription_tier=None),
    care="Only active subscribers are taken; those in any other state are listed in the report.",
)
