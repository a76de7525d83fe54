"""How the words of a letter will look: each passage with its color, ground, size and place, as inline styles say it.

Classes are not read: what stands in `<style>` is our shell's dark palette, which the theme's own tests watch.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_WORDLESS = frozenset({"head", "script", "style", "title"})
_BLOCKS = frozenset({"p", "div", "td", "th", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_PX = re.compile(r"(\d+(?:\.\d+)?)px")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
BOLD = 600
BODY = 16  # px; small print is smaller


@dataclass(frozen=True, kw_only=True)
class Look:
    """What an element hands down to the words in it. Sizes are px, `leading` is times the size."""

    color: str = "#000000"
    ground: str = "#ffffff"
    size: float = 16
    leading: float | None = None
    weight: int = 400
    align: str = ""
    level: int = 0  # of the heading it stands in; 0 is none
    hidden: bool = False

    @property
    def is_large(self) -> bool:
        """Large text as WCAG 2.2 counts it: 24 px, or 18.66 px and bold."""
        return self.size >= 24 or (self.size >= 18.66 and self.weight >= BOLD)

    @property
    def is_body(self) -> bool:
        """What readers came for: no heading, no label and no small print."""
        return not self.level and self.weight < BOLD and self.size >= BODY


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Words between two ends of blocks, in one look; `paragraph` counts the blocks, whatever looks they hold."""

    words: str
    look: Look
    paragraph: int = 0


def passages(html: str) -> tuple[Passage, ...]:
    """The visible passages in reading order; whatever `html` is, reading it raises nothing."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_passage()
    return tuple(reader.found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self._open: list[tuple[str, Look]] = []
        self._words: list[str] = []
        self._spoken: Look | None = None
        self._paragraph = 0

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        # As in markup.py: HTML knows no marked sections.
        return self.parse_bogus_comment(i, bool(report))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_passage()
            self._paragraph += 1
        if tag not in _VOID:
            attributes = {name: value or "" for name, value in attrs}
            self._open.append((tag, _laid_over(self._look, tag, attributes)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_passage()
            self._paragraph += 1
        depths = [depth for depth, (name, _) in enumerate(self._open) if name == tag]
        if depths:
            del self._open[depths[-1] :]

    def handle_data(self, data: str) -> None:
        if self._look.hidden or not data.strip():
            return
        if self._spoken and self._spoken != self._look:
            self.end_passage()
        self._spoken = self._look
        self._words.append(data)

    def end_passage(self) -> None:
        words = " ".join("".join(self._words).split())
        if words and self._spoken:
            self.found.append(Passage(words=words, look=self._spoken, paragraph=self._paragraph))
        self._words, self._spoken = [], None

    @property
    def _look(self) -> Look:
        return self._open[-1][1] if self._open else Look()


def _laid_over(look: Look, tag: str, attributes: Mapping[str, str]) -> Look:
    styles = dict(_declarations(attributes.get("style", "")))
    hidden = look.hidden or tag in _WORDLESS or styles.get("display") == "none"
    size = _px(styles.get("font-size", "")) or look.size
    return replace(
        look,
        color=_color(styles.get("color", "")) or look.color,
        ground=_color(styles.get("background-color") or styles.get("background") or attributes.get("bgcolor", ""))
        or look.ground,
        size=size,
        leading=_leading(styles.get("line-height", ""), size=size) or look.leading,
        weight=_weight(styles.get("font-weight", ""), tag) or look.weight,
        align=styles.get("text-align") or attributes.get("align") or look.align,
        level=_HEADINGS.get(tag, look.level),
        hidden=hidden,
    )


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        yield name.strip().lower(), value.replace("!important", "").strip().lower()


def _color(value: str) -> str:
    found = _HEX.match(value)
    if not found:
        return ""
    digits = found[0][1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def _px(value: str) -> float:
    found = _PX.fullmatch(value)
    return float(found[1]) if found else 0.0


def _leading(value: str, *, size: float) -> float | None:
    if _NUMBER.fullmatch(value):
        return float(value)
    if value.endswith("%") and _NUMBER.fullmatch(value[:-1]):
        return float(value[:-1]) / 100
    return _px(value) / size if _px(value) and size else None


def _weight(value: str, tag: str) -> int:
    if value.isascii() and value.isdigit():
        return int(value)
    named = {"bold": 700, "normal": 400}.get(value, 0)
    return named or (700 if tag in {"strong", "b", "th", *_HEADINGS} else 0)
