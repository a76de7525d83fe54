"""Every layout that we know, the telling ones first."""

from collections.abc import Mapping, Sequence

from newsletter.core.subscriber_files.columns import is_header, plain
from newsletter.core.subscriber_files.layouts import (
    beehiiv,
    buttondown,
    ghost,
    kit,
    mailchimp,
    medium,
    partwise,
    plain as any_table,
    squarespace,
    substack,
)
from newsletter.core.subscriber_files.layouts.base import Layout

LAYOUTS: Mapping[str, Layout] = {
    found.LAYOUT.slug: found.LAYOUT
    for found in (partwise, mailchimp, substack, ghost, beehiiv, kit, buttondown, squarespace, medium, any_table)
}


def layout_of(first: Sequence[str]) -> Layout:
    """The layout of a table with this first row."""
    if not is_header(first) or len(first) == 1:
        return medium.LAYOUT if len(first) == 1 else any_table.LAYOUT
    headers = frozenset(plain(cell) for cell in first)
    return next((layout for layout in LAYOUTS.values() if layout.fits(headers)), any_table.LAYOUT)
