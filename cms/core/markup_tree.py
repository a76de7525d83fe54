"""A small tree of HTML that is already clean, for writers of other forms to walk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

DEEPEST = 50  # levels; what nests deeper is laid flat into its ancestor, so a walk may recurse

_VOID = frozenset({"br", "hr", "img"})
_CLOSED_BY = {"p": frozenset({"p"}), "li": frozenset({"li", "p"})}


@dataclass
class Node:
    """One element: its tag, its attributes, and its children in order (nodes and text)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def nodes(self) -> Iterator["Node"]:
        return (child for child in self.children if isinstance(child, Node))


def grow(html: str) -> Node:
    """The tree of `html` under one root without a tag; any input grows some tree, never an error."""
    grower = _Grower()
    grower.feed(html)
    grower.close()
    return grower.root


class _Grower(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._open[-1].tag in _CLOSED_BY.get(tag, frozenset()):
            self.handle_endtag(self._open[-1].tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID and len(self._open) <= DEEPEST:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        depths = (depth for depth in range(len(self._open) - 1, 0, -1) if self._open[depth].tag == tag)
        depth = next(depths, None)
        if depth is not None:
            del self._open[depth:]

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
