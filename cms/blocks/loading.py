"""The one way in for streams that no form has checked: fixtures, imports, migrations."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from wagtail.blocks import StreamBlock


class UnknownBlock(ValueError):  # noqa: N818 - failures are named by what happened
    """A stored block whose type nobody knows; Wagtail itself would drop it without a word."""

    def __init__(self, slug: str, *, position: int) -> None:
        super().__init__(f"Block {position} is a “{slug}”, and there is no such block.")
        self.slug = slug


def load_stream(raw: Iterable[Mapping[str, Any]], *, block: StreamBlock):
    """The stream value of `[{"type", "value", "id"}]`; ids are kept, and given where they are missing.

    Raises UnknownBlock for the first type that `block` does not hold.
    """
    rows = [{**row, "id": row.get("id") or str(uuid4())} for row in raw]
    for unknown in unknown_blocks(rows, block=block):
        raise unknown
    return block.to_python(rows)


def unknown_blocks(raw: Iterable[Mapping[str, Any]], *, block: StreamBlock) -> tuple[UnknownBlock, ...]:
    """What of `[{"type", "value", "id"}]` is of no type that `block` holds: to be told, or raised."""
    odd = ((at, row.get("type")) for at, row in enumerate(raw, start=1) if row.get("type") not in block.child_blocks)
    return tuple(UnknownBlock(str(slug), position=at) for at, slug in odd)
