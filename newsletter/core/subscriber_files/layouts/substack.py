"""Substack: email_list.csv, with the older and the newer header; seen in its exports."""

from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.layouts.base import Layout, columns, marks, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said


def says(row: Row, _name: str) -> Said:
    """Whoever has letters switched off there gets none here; money says nothing about letters."""
    return told(row)


LAYOUT = Layout(
    slug="substack",
    label="Substack",
    says=says,
    marks=(marks("email,active_subscription,email_disabled,created_at"),),
    columns=columns(created_at=Column.AGREED_AT, first_payment_at=None, expiry=None, plan=None, prefer_digests=None),
    care="Substack exports no names. Paid plans are not taken.",
)
