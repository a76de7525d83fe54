"""What a mail program will find in the compiled HTML: links, images, tables, visible words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_WORDLESS = frozenset({"head", "script", "style", "title"})
_Attributes = list[tuple[str, str | None]]


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """A link as readers meet it; `words` includes the alt texts inside. `href` is None where there is none."""

    href: str | None
    words: str
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image; `alt` is None where the attribute is missing, empty for a decorative one. `width` is px, or 0."""

    src: str
    alt: str | None
    width: int = 0


@dataclass(kw_only=True)
class Markup:
    """The facts of one HTML text, in reading order. Filled once by `read`."""

    anchors: list[Anchor] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    root: Mapping[str, str] = field(default_factory=dict)
    body_children: list[Mapping[str, str]] = field(default_factory=list)
    tables_without_role: int = 0
    style_bytes: int = 0
    words: str = ""


def read(html: str) -> Markup:
    """The facts of `html`; whatever it is, reading it raises nothing."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.markup


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = Markup()
        self._open: list[tuple[str, bool]] = []
        self._words: list[str] = []
        self._anchor: tuple[str | None, bool, list[str]] | None = None

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        # In HTML `<![` opens a bogus comment (HTML Standard, 13.2.5.42); Python reads SGML, and gives up on `<![<`.
        return self.parse_bogus_comment(i, bool(report))

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        attributes = {name: value or "" for name, value in attrs}
        hidden = self._hidden or tag in _WORDLESS or "display:none" in attributes.get("style", "").replace(" ", "")
        self._note(tag, attributes, hidden=hidden)
        if tag not in _VOID:
            self._open.append((tag, hidden))
        if tag in {"p", "div", "td", "li", "br", "h1", "h2", "h3"}:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close_anchor()
        depths = [depth for depth, (name, _) in enumerate(self._open) if name == tag]
        if depths:
            del self._open[depths[-1] :]

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "style":
            self.markup.style_bytes += len(data.encode("utf-8", "replace"))
        if self._anchor:
            self._anchor[2].append(data)
        if not self._hidden:
            self._words.append(data)

    def handle_comment(self, data: str) -> None:
        # Outlook for Windows reads what stands in a conditional comment, so its tables count too.
        if data.startswith("[if"):
            self.markup.tables_without_role += read(data.partition("]>")[2]).tables_without_role

    def finish(self) -> None:
        self._close_anchor()
        self.markup.words = " ".join("".join(self._words).split())

    @property
    def _hidden(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _note(self, tag: str, attributes: Mapping[str, str], *, hidden: bool) -> None:
        if self._open and self._open[-1][0] == "body" and tag not in _VOID | _WORDLESS:
            self.markup.body_children.append(attributes)
        if tag == "html":
            self.markup.root = attributes
        elif tag == "table" and attributes.get("role") != "presentation":
            self.markup.tables_without_role += 1
        elif tag == "img":
            self._note_picture(attributes)
        elif tag == "a":
            self._close_anchor()
            self._anchor = (attributes.get("href"), hidden, [])

    def _note_picture(self, attributes: Mapping[str, str]) -> None:
        said = attributes.get("width", "")
        width = int(said) if said.isascii() and said.isdecimal() else 0
        self.markup.pictures.append(Picture(src=attributes.get("src", ""), alt=attributes.get("alt"), width=width))
        if self._anchor:
            self._anchor[2].append(attributes.get("alt", ""))

    def _close_anchor(self) -> None:
        if self._anchor:
            href, hidden, words = self._anchor
            self.markup.anchors.append(Anchor(href=href, words=" ".join("".join(words).split()), hidden=hidden))
        self._anchor = None
