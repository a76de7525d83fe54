"""Kit, once ConvertKit: one CSV with a state for each reader. Not verified with a present export."""

from collections.abc import Mapping

from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.layouts.base import STATES, Layout, columns, marks, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said, Stance

KIT_STATES: Mapping[str, Stance] = {**STATES, "inactive": Stance.WAITS}
"""Inactive is Kit's word for one who never confirmed."""


def says(row: Row, _name: str) -> Said:
    """Kit's own words of state."""
    return told(row, states=KIT_STATES)


LAYOUT = Layout(
    slug="kit",
    label="Kit (ConvertKit)",
    says=says,
    marks=(marks("first_name,email,state,created_at"), marks("first_name,email_address,state,created_at")),
    columns=columns(created_at=Column.AGREED_AT),
    care="Export every state, not only the active: then whoever cancelled or complained stays left alone.",
    is_verified=False,
)
