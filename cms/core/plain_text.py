"""Plain text made from blocks and rich text: 72 columns, and no URL is ever broken."""

import re
from functools import cache, lru_cache
from unicodedata import combining, east_asian_width

from cms.core.links import is_safe
from cms.core.markup_tree import Node, grow

WIDTH = 72  # columns
RULE = "-" * 40
LONGEST_KEPT = 2_000  # characters: what is kept of texts wrapped before stays in a few MB

_NO_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]")  # joiners stay: scripts and emoji need them
# Single spaces, which most are, stand outside: a text has thousands of them.
_WHITE = re.compile(r"[^\S ]\s*| \s+")
_GLUED = re.compile(r"\[\[[^\[\]\n]*\]\]")
_GLUE = "\0"  # for the spaces of a merge field, which is one word: a line break inside would spoil it
_MARKS = {"strong": "*", "b": "*", "em": "_", "i": "_"}
_BLOCKS = frozenset({"p", "div", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "hr", "pre", "figure"})


class FootLinks:
    """The URLs of a text, numbered from 1 in order of first mention, each once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def note(self, url: str) -> int:
        """The number under which `url` stands at the end."""
        return self._numbers.setdefault(url, len(self._numbers) + 1)

    def lines(self) -> str:
        """One `[1] URL` a line, unwrapped."""
        return "\n".join(f"[{number}] {url}" for url, number in self._numbers.items())


def wrap(text: str, *, width: int = WIDTH, first: str = "", rest: str = "") -> str:
    """`text` in lines of at most `width` columns, broken at spaces only; its own line breaks stay.

    `first` opens the first line and `rest` all others; both count. A word longer than a line stays whole.
    """
    wrapped = _wrapped if len(text) <= LONGEST_KEPT else _wrapped.__wrapped__
    return wrapped(text, width, first, rest)


@lru_cache(maxsize=1024)
def _wrapped(text: str, width: int, first: str, rest: str) -> str:
    # A pure function of its words, asked again at every keystroke of a preview.
    written: list[str] = []
    for line in _lines(_GLUED.sub(lambda field: field[0].replace(" ", _GLUE), text)):
        written.extend(_filled(line, width, rest if written else first, rest))
    return "\n".join(line.rstrip() for line in written).replace(_GLUE, " ")


def underline(text: str, mark: str = "=", *, read: str = "") -> str:
    """A heading, wrapped, with a line of `mark` as wide as its longest line; `read` stands for it in the measure."""
    longest = max((_cells(line) for line in wrap(read or text).split("\n")), default=0)
    return f"{wrap(text)}\n{mark * longest}"


def rich_to_text(html: str, *, notes: FootLinks | None, width: int = WIDTH, indent: str = "") -> str:
    """Clean rich text as plain text, with its links noted in `notes`, or written in place without it.

    `width` counts the indent. Paragraphs are set apart by a blank line, items of a list stand close.
    """
    if "<a" in html or len(html) > LONGEST_KEPT:
        return _Writer(notes, width).blocks(grow(html), first=indent, rest=indent)
    return _wordy(html, width, indent)


@lru_cache(maxsize=1024)
def _wordy(html: str, width: int, indent: str) -> str:
    # Without links nobody's notes are written, so the words alone decide.
    return _Writer(None, width).blocks(grow(html), first=indent, rest=indent)


class _Writer:
    """Walks a tree; knows only where links go and how wide a line is."""

    def __init__(self, notes: FootLinks | None, width: int) -> None:
        self._notes = notes
        self._width = width

    def blocks(self, node: Node, *, first: str, rest: str, gap: str = "\n\n") -> str:
        """The children of a block: words gathered into paragraphs, blocks written one after the other."""
        written: list[str] = []
        for child in _paragraphs(node):
            text = self._block(child, first if not written else rest, rest)
            if text:
                written.append(text)
        separator = gap.replace("\n\n", f"\n{rest.rstrip()}\n")
        return separator.join(written)

    def _block(self, node: Node, first: str, rest: str) -> str:
        if node.tag in {"ul", "ol"}:
            return self._list(node, first, rest)
        if node.tag == "blockquote":
            return self.blocks(node, first=f"{first}> ", rest=f"{rest}> ")
        if node.tag == "hr":
            return first + RULE
        if node.tag in {"h1", "h2"}:
            heading = underline(self._words(node), "=" if node.tag == "h1" else "-")
            return wrap(heading, width=self._width, first=first, rest=rest)
        if any(child.tag in _BLOCKS for child in node.nodes()):
            return self.blocks(node, first=first, rest=rest)
        words = self._words(node)
        return wrap(words, width=self._width, first=first, rest=rest) if words else ""

    def _list(self, node: Node, first: str, rest: str) -> str:
        number = _start(node)
        written: list[str] = []
        for item in node.nodes():
            mark = f"{number}. " if node.tag == "ol" else "* "
            lead = rest if written else first
            text = self.blocks(item, first=lead + mark, rest=rest + " " * len(mark), gap="\n")
            written.append(text or (lead + mark).rstrip())
            number += 1
        return "\n".join(written)

    def _words(self, node: Node) -> str:
        inner = "".join(self._inline(child, "") for child in node.children)
        return "\n".join(_lines(inner)).strip()

    def _inline(self, node: Node | str, marked: str) -> str:
        if isinstance(node, str):
            return _WHITE.sub(" ", node)
        if node.tag == "br":
            return "\n"
        mark = _MARKS.get(node.tag, "")
        inner = "".join(self._inline(child, marked + mark) for child in node.children)
        if node.tag == "a":
            return self._link(inner, node.attributes.get("href", ""))
        return inner if mark in marked else _marked(inner, mark)

    def _link(self, words: str, url: str) -> str:
        if not is_safe(url):
            return words
        bare = url.removeprefix("mailto:").removeprefix("tel:")
        if words.strip() in {"", url, bare}:
            return words.strip() or bare
        return f"{words} ({url})" if self._notes is None else f"{words} [{self._notes.note(url)}]"


def _paragraphs(node: Node) -> list[Node]:
    """The children as blocks: loose words between blocks become paragraphs of their own."""
    found: list[Node] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in _BLOCKS:
            found.append(child)
            continue
        if not found or found[-1].tag:
            found.append(Node(""))
        found[-1].children.append(child)
    return found


def _marked(inner: str, mark: str) -> str:
    """`inner` between marks, with the spaces around it left outside, so that the marks touch the words."""
    words = inner.strip()
    if not mark or not words:
        return inner
    before, _, after = inner.partition(words)
    return f"{before}{mark}{words}{mark}{after}"


def _start(node: Node) -> int:
    start = node.attributes.get("start", "")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1


def _lines(text: str) -> list[str]:
    """The lines of a text with single plain spaces only, and nothing without width that could hide in a word."""
    plain = _NO_WIDTH.sub("", text.replace("\r\n", "\n").replace("\u2028", "\n"))
    return [" ".join(line.split()) for line in plain.split("\n")]


def _filled(line: str, width: int, first: str, rest: str) -> list[str]:
    head = _fitting(width - len(first)).match(line)
    if head is None:
        return [first]
    tail = _fitting(width - len(rest)).findall(line, head.end())
    return [first + head[1], *(rest + words for words in tail)]


@cache
def _fitting(room: int) -> re.Pattern[str]:
    """As many whole words as `room` columns hold, or one word that is longer."""
    return re.compile(rf"(.{{1,{max(room, 1)}}}|[^ ]+)(?: |$)")


def _cells(text: str) -> int:
    """Columns on a terminal: wide letters take two, combining marks none."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
