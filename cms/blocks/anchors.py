"""The ends of links into a text: one for each block that has one, no two alike, and kept once readers know them."""

from collections.abc import Iterator, Mapping
from itertools import count

# What the pages around a text call their own places; a test looks for others.
PAGE_IDS = frozenset(
    {"articles", "by-mail", "contents", "current-series", "latest", "letters"}
    | {"main", "parts", "series", "sides", "support"}
)


def anchors(stream) -> dict[str, str]:
    """Block id -> the end of a link to it: as written, else of a heading's words, told apart by a number."""
    taken = set(PAGE_IDS)
    found: dict[str, str] = {}
    written = [child for child in stream if child.value["anchor"]]
    for child in [*written, *(child for child in stream if not child.value["anchor"])]:
        wanted = child.block.anchor_of(child.value)
        anchor = next((free for free in _tries(wanted) if taken.isdisjoint(ends_of(free, child))), "")
        taken.update(ends_of(anchor, child))
        found[str(child.id)] = anchor
    return {str(child.id): found[str(child.id)] for child in stream}


def ends_of(anchor: str, child) -> frozenset[str]:
    """The anchor, and those of what stands inside the block: `way` of three steps holds way-1, way-2 and way-3."""
    if not anchor:
        return frozenset()
    inside = range(1, child.block.places_in(child.value) + 1)
    return frozenset({anchor, *(f"{anchor}-{number}" for number in inside)})


def keep_anchors(stream, *, before) -> None:
    """Writes the end of a link to each heading into it, so that other words do not change it.

    `before` is the same text as readers know it, or None: what it calls a heading stays.
    """
    known = anchors(before) if before is not None else {}
    headings = [child for child in stream if child.block_type == "heading"]
    written = {child.value["anchor"] for child in stream}
    for child in headings:
        kept = known.get(str(child.id), "")
        if kept and not child.value["anchor"] and kept not in written:
            child.value["anchor"] = kept
    ends: Mapping[str, str] = anchors(stream)
    for child in headings:
        child.value["anchor"] = ends[str(child.id)]


def _tries(wanted: str) -> Iterator[str]:
    if wanted:
        yield wanted
        yield from (f"{wanted}-{number}" for number in count(2))
