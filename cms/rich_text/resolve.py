"""Rich text as stored becomes clean HTML whose links are absolute, and the targets that were found in it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape, unescape

from cms.core.html import HtmlTooLarge, clean, clean_again, text_of
from cms.core.letter import LetterContext
from cms.rich_text import targets
from cms.rich_text.targets import Target

# Cleaned HTML writes attributes in double quotes and never nests anchors.
_ANCHOR = re.compile(r'<a((?: [a-z-]+="[^"]*")*)>(.*?)</a>', re.DOTALL)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_EMPTY_PARAGRAPHS = re.compile(r"<p>(?:\s|<br>)*</p>")


LONGEST_KEPT = 2_000  # characters: 1,024 cleaned texts stay in a few MB


@dataclass(frozen=True)
class Mention:
    """One link of a rich text: its words and where they lead."""

    label: str
    target: Target


@dataclass(frozen=True)
class Resolved:
    """Clean HTML with absolute links, the links whose words stayed because they lead nowhere, and pages by address."""

    html: str
    missing: tuple[Mention, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        return text_of(self.html)

    @property
    def unwrapped(self) -> str:
        """The HTML without its paragraph, where there is only one: for items of lists."""
        inner = self.html.removeprefix("<p>").removesuffix("</p>")
        is_alone = len(self.html) - len(inner) == len("<p></p>") and "<p>" not in inner and "</p>" not in inner
        return inner if is_alone else self.html


def resolve(value: object, *, level: str = "rich", base: str, page: str = "", keep_anchors: bool = False) -> Resolved:
    """The public HTML of a stored rich text. `base` is the public address that relative links start from,
    `page` the page that holds the text.

    `keep_anchors` leaves links inside the page as they are, for the web. Of a text above 1 MB nothing is shown:
    its field refuses it, a check stops it, and what was stored before takes no page down.
    """
    try:
        return _resolved(value, level=level, base=base, page=page or base, keep_anchors=keep_anchors)
    except HtmlTooLarge:
        return Resolved("")


def _resolved(value: object, *, level: str, base: str, page: str, keep_anchors: bool) -> Resolved:
    stored = str(getattr(value, "source", value) or "")
    if "<a" not in stored.lower():
        return _wordy(stored, level) if len(stored) <= LONGEST_KEPT else Resolved(_tidy(clean(stored, level)))
    source = clean(stored, level, stored=True)
    anchors = list(_ANCHOR.finditer(source))
    named = [_attributes(anchor.groups()) for anchor in anchors]
    lookup = _lookup(named, base=base, page=page, keep_anchors=keep_anchors)
    ways = [lookup(attributes) for attributes in named]
    missing = tuple(
        Mention(text_of(anchor[2]), target)
        for anchor, target in zip(anchors, ways, strict=True)
        if anchor[1] and not target.href and not target.reachable
    )
    each_way = iter(ways)
    html = _ANCHOR.sub(lambda anchor: _rewritten(anchor, next(each_way)), source)
    pages = {target.href: target.page_id for target in ways if target.href and target.page_id}
    return Resolved(_tidy(clean_again(html, level)), missing, pages)


@lru_cache(maxsize=1024)
def _wordy(stored: str, level: str) -> Resolved:
    # Without links nothing but the words decides, and a preview asks for the same words at every keystroke.
    return Resolved(_tidy(clean(stored, level)))


def resolve_for(letter: LetterContext, value: object, *, level: str) -> Resolved:
    """As resolve, once for each rich text of a letter: its HTML and its text show the same one."""
    stored = str(getattr(value, "source", value) or "")
    key = (stored, level, letter.page_url)
    found = letter.cleaned.get(key)
    if found is None:
        found = letter.cleaned[key] = resolve(stored, level=level, base=letter.base_url, page=letter.page_url)
    return found


def each_anchor(html: str, write: Callable[[str, str], str]) -> str:
    """Resolved HTML with every link written anew by `write(href, inner_html)`."""
    return _ANCHOR.sub(lambda match: write(_attributes(match.groups()).get("href", ""), match[2]), html)


def _tidy(html: str) -> str:
    return _EMPTY_PARAGRAPHS.sub("", html).strip()


def _attributes(found: tuple[str, str]) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[0])}


def _lookup(anchors, *, base: str, page: str, keep_anchors: bool) -> Callable[[Mapping[str, str]], Target]:
    found = list(anchors)
    pages = targets.pages(_ids(found, "page"), base=base)
    documents = targets.documents(_ids(found, "document"), base=base)
    addresses = targets.webs({attributes.get("href", "") for attributes in found}, base=base)

    def target_of(attributes: Mapping[str, str]) -> Target:
        kind, key = attributes.get("linktype"), _id(attributes)
        if kind in {"page", "document"}:
            return (pages if kind == "page" else documents).get(key, Target("", kind, reachable=False))
        href = attributes.get("href", "")
        if href.startswith("#"):
            return Target(href, "anchor") if keep_anchors else targets.web(href, base=page)
        return addresses[href]

    return target_of


def _ids(anchors, kind: str) -> set[int]:
    return {_id(attributes) for attributes in anchors if attributes.get("linktype") == kind} - {0}


def _id(attributes: Mapping[str, str]) -> int:
    stored = attributes.get("id", "")
    return int(stored) if stored.isascii() and stored.isdigit() and len(stored) < 16 else 0


def _rewritten(match: re.Match, target: Target) -> str:
    return f'<a href="{escape(target.href)}">{match[2]}</a>' if target.href else match[2]
