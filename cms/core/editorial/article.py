"""What checks are asked about: an article as plain values, and what its site is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class BlockFacts:
    """One block as stored: `value` is plain data, items of lists without their envelope."""

    id: str
    type: str
    value: Mapping[str, Any]

    @property
    def pictures(self) -> tuple[tuple[str, int], ...]:
        """Each picture of the library that the block shows: its field, and its id."""
        image = self.value.get("image")
        found = {"image": image.get("image") if isinstance(image, Mapping) else image} if self.type == "image" else {}
        found |= {"poster": self.value.get("poster")} if self.type == "video" else {}
        return tuple((field, pk) for field, pk in found.items() if pk)


@dataclass(frozen=True, kw_only=True)
class ArticleFacts:
    """An article as its author would publish it."""

    blocks: tuple[BlockFacts, ...] = ()
    content_notes: tuple[str, ...] = ()
    shows_support: bool = True
    shows_disclaimer: bool = True
    cover: int | None = None
    missing_pictures: frozenset[int] = frozenset()
    """Ids of the pictures above, and of the cover, that have no file."""
    missing_pages: frozenset[int] = frozenset()
    """Ids of pages that blocks link to and that do not exist."""
    unknown_blocks: tuple[str, ...] = ()
    """One sentence for each stored block of a kind that this site does not have."""

    def of_type(self, *types: str) -> Iterator[BlockFacts]:
        return (block for block in self.blocks if block.type in types)


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """The site's care: its countries, those that have support lines, and whether its subjects are near health."""

    countries: frozenset[str] = field(default_factory=frozenset)
    countries_with_lines: frozenset[str] = field(default_factory=frozenset)
    health_profile: bool = False


def block_facts(stored: Mapping[str, Any]) -> BlockFacts:
    """A block from Wagtail's stored form: {type, value, id}, with every list item in an envelope of its own."""
    return BlockFacts(id=str(stored.get("id") or ""), type=stored["type"], value=_opened(stored["value"]))


def _opened(value: Any) -> Any:
    if isinstance(value, Mapping):
        is_envelope = value.get("type") == "item" and "value" in value
        return _opened(value["value"]) if is_envelope else {name: _opened(part) for name, part in value.items()}
    return [_opened(part) for part in value] if isinstance(value, list) else value
