"""Author HTML, cleaned by the allow-list of its field's level. The one door to nh3."""

import re
from enum import StrEnum
from functools import cache

import nh3

from cms.core.links import SAFE_SCHEMES
from cms.core.markup_tree import DEEPEST, Node, grow

LARGEST = 1_000_000  # bytes of one field, before parsing

_BREAKS_AFTER = frozenset({"p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3"})
_VOID = frozenset({"br"})


class RichLevel(StrEnum):
    """What a rich field may hold: words and links, or those and lists."""

    RICH = "rich"
    RICH_LIST = "rich_list"


_WORDS = frozenset({"p", "br", "strong", "em", "b", "i", "a"})
_TAGS = {RichLevel.RICH: _WORDS, RichLevel.RICH_LIST: _WORDS | {"ul", "ol", "li"}}
_DROPPED_WHOLE = frozenset({"script", "style", "title", "template"})
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# The editor's own links name a page or document by id until a face resolves them.
_STORED_ATTRIBUTES = _ATTRIBUTES | {
    "a": {"href", "linktype", "id"},
    "p": {"data-block-key"},
    "li": {"data-block-key"},
}

# nh3 escapes "<" in words and in values, so these are tags wherever they stand.
_SHORT_TAGS = re.compile(r"<(/?)([bi])>")
_FULL_NAMES = {"b": "strong", "i": "em"}
_ANY_TAG = re.compile(r'<(/?)([a-z]+)(?: [a-z-]+="[^"]*")*>')


class HtmlTooLarge(ValueError):  # noqa: N818 - failures are named by what happened
    """A rich field holds more than 1 MB."""


TOO_LARGE = "This text is larger than 1 MB. Split it into several blocks."


def is_too_large(html: str) -> bool:
    """Whether the text is above what `clean` takes."""
    # Four bytes are the most that a letter takes, so short texts need no counting.
    return len(html) > LARGEST // 4 and len(html.encode("utf-8", "surrogatepass")) > LARGEST


def clean(html: str, level: RichLevel | str, *, stored: bool = False) -> str:
    """`html` with only what `level` allows: p br strong em a[href], and ul ol li for lists.

    b and i become strong and em. Words stay where a tag goes. `stored` keeps the editor's page links, for
    saving. Markup nested deeper than 50 levels keeps its words and paragraphs only.
    Raises HtmlTooLarge above 1 MB, and ValueError for a level that does not exist.
    """
    if is_too_large(html):
        raise HtmlTooLarge(TOO_LARGE)
    return clean_again(html, level, stored=stored)


def clean_again(html: str, level: RichLevel | str, *, stored: bool = False) -> str:
    """As clean, for what was cleaned before: its escapes may have made it larger than its author's text was."""
    tags = _TAGS[RichLevel(level)]
    cleaned = _cleaner(tags, stored=stored).clean(html)
    if cleaned.count("<") > DEEPEST and _depth(cleaned) > DEEPEST:
        cleaned = _cleaner(frozenset({"p", "br"}), stored=stored).clean(cleaned)
    return _SHORT_TAGS.sub(lambda match: f"<{match[1]}{_FULL_NAMES[match[2]]}>", cleaned)


def text_of(html: str) -> str:
    """The words of clean HTML without any marks: a line break for br and li, a blank line between paragraphs."""
    lines = "".join(_words(grow(html))).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


@cache
def _cleaner(tags: frozenset[str], *, stored: bool) -> nh3.Cleaner:
    # Made once: setting one up costs five times as much as cleaning a paragraph.
    attributes = _STORED_ATTRIBUTES if stored else _ATTRIBUTES
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes={tag: names for tag, names in attributes.items() if tag in tags},
        url_schemes=set(SAFE_SCHEMES),
        link_rel=None,
    )


def _depth(cleaned: str) -> int:
    depth = deepest = 0
    for closing, tag in _ANY_TAG.findall(cleaned):
        if tag not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _words(node: Node) -> list[str]:
    if node.tag == "br":
        return ["\n"]
    found: list[str] = []
    for child in node.children:
        found.extend([re.sub(r"\s+", " ", child)] if isinstance(child, str) else _words(child))
    if node.tag in _BREAKS_AFTER:
        found.append("\n" if node.tag == "li" else "\n\n")
    return found
