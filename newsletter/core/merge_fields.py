"""Merge fields: `[[first_name]]`, `[[first_name|friend]]`. Author text is never a template; values are never rescanned.

Where a field stands decides how its value is escaped: in a text node, an attribute, the query of a URL, a header.
A field that is a URL may only be a whole `href` (in plain text it may stand where it likes).
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote

from cms.core.findings import Finding, Level

AUTHOR_FIELDS = frozenset({"first_name", "newsletter"})
URL_FIELDS = frozenset({"unsubscribe_url", "preferences_url", "view_url"})
SYSTEM_FIELDS = URL_FIELDS | {"address_hint"}
FIELDS = AUTHOR_FIELDS | SYSTEM_FIELDS
LINK_FIELD = "link_url"
"""The one link of a message of ours; a letter of an author's never has it."""

MAYBE_EMPTY = frozenset({"first_name"})
"""Fields that a reader may have left empty; they need a fallback."""

FIELD = re.compile(r"\[\[ *([a-z_]{1,40}) *(?:\|([^\[\]|\r\n]{0,80}))?\]\]")
# C0, C1, the two Unicode line ends: a run becomes one space, so that a value can end no line and no header.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

_GAP = "\0"  # where a field left nothing; no author's text holds one
_GAP_AT_START = re.compile(rf"^{_GAP}[\s,;:.!?{_GAP}-]*")
_GAP_WITHIN = re.compile(rf"\s*,?\s*{_GAP}")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LEFTOVER = re.compile(r"\[\[[^\]<\r\n]{0,40}\]{0,2}")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_OPEN_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_URL_ATTRIBUTES = frozenset({"href", "src", "action", "background", "srcset"})


class Escape(StrEnum):
    """What kind of text the fields stand in."""

    HTML = "html"
    TEXT = "text"
    HEADER = "header"


HTML, TEXT, HEADER = Escape.HTML, Escape.TEXT, Escape.HEADER


class UnknownField(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """A field that no value was given for; preflight (B4) reports it long before."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field as it stands in a text; `start` and `end` are its borders there."""

    name: str
    fallback: str | None
    start: int
    end: int
    whole: str


def find(text: str) -> Iterator[Field]:
    """Every well-formed merge field, in order; whether it is known is not asked here."""
    for match in FIELD.finditer(text):
        yield Field(name=match[1], fallback=match[2], start=match.start(), end=match.end(), whole=match[0])


def unknown(text: str, *, allowed: Iterable[str] = FIELDS, block_id: str = "") -> Iterator[Finding]:
    """A stop for each field that may not stand in this text."""
    known = frozenset(allowed)
    for field in find(text):
        if field.name not in known:
            yield _stop(
                f"We do not know the field {field.whole}.",
                mend=f"Use one of {', '.join(sorted(AUTHOR_FIELDS))}, or take it out.",
                block_id=block_id,
                passage=field.whole,
            )


def leftover(text: str, *, block_id: str = "") -> Iterator[Finding]:
    """A stop for each `[[` that is no merge field, such as a bracket that was not closed."""
    rest = FIELD.sub("", text)
    for match in _LEFTOVER.finditer(rest):
        yield _stop(
            f"Something like a merge field is left over: {match[0].strip()[:40]}",
            mend="Write it as [[first_name|friend]], or take the double brackets out.",
            block_id=block_id,
            passage=match[0],
        )


def fill(text: str, values: Mapping[str, str], *, escape: Escape) -> str:
    """`text` with every field filled, in one pass; a value that looks like a field is a name. Raises UnknownField."""
    pieces, at = [], 0
    for field, write in writers(text, escape=escape):
        pieces += [text[at : field.start], write(value_of(field, values))]
        at = field.end
    return "".join([*pieces, text[at:]])


def at_fallback(text: str, *, newsletter: str = "", escape: Escape = Escape.TEXT) -> str:
    """`text` as somebody without a name sees it, word for word. URL fields become `#`.

    A field that we do not know stays as it was written: a draft may hold one until its author has read B4.
    """
    unknown_fields = {field.name: field.whole for field in find(text)}
    values = unknown_fields | dict.fromkeys(FIELDS, "") | dict.fromkeys(URL_FIELDS, "#") | {"newsletter": newsletter}
    return fill(text, values, escape=escape)


def filled_for_nobody(text: str, *, newsletter: str = "") -> str:
    """A subject as a public page or a list shows it: no field is left, and one without a value takes its comma along.

    “Three walks, [[first_name|friend]]” is “Three walks, friend”; without a fallback it is “Three walks”.
    """
    values = {"newsletter": newsletter}
    written = FIELD.sub(lambda found: values.get(found[1]) or (found[2] or "").strip() or _GAP, cleaned(text))
    after_start = _GAP_AT_START.sub("", written)
    words = after_start[:1].upper() + after_start[1:] if after_start != written else written
    return _GAP_WITHIN.sub("", words).strip()


def writers(text: str, *, escape: Escape) -> Iterator[tuple[Field, Callable[[str], str]]]:
    """Each field with the function that writes its value where it stands."""
    if escape is not Escape.HTML:
        yield from ((field, cleaned) for field in find(text))
        return
    inside = _attribute_spans(text)
    for field in map(_unescaped, find(text)):
        yield field, _html_writer(field, next(((name, a, b) for name, a, b in inside if a <= field.start < b), None))


def value_of(field: Field, values: Mapping[str, str]) -> str:
    """The value, or the field's fallback when the value is empty. Raises UnknownField."""
    if field.name not in values:
        raise UnknownField(f"No value for {field.whole}.")
    return values[field.name].strip() or (field.fallback or "").strip()


def cleaned(value: str) -> str:
    """Without controls, line ends and lone surrogates."""
    if value.isascii() and value.isprintable():
        return value
    return _LONE_SURROGATES.sub("\ufffd", CONTROLS.sub(" ", value))


def misplaced_urls(markup: str, *, block_id: str = "") -> Iterator[Finding]:
    """A stop for each URL field that is not a whole href: half an address leads nowhere."""
    spans = _attribute_spans(markup)
    whole = {(a, b) for name, a, b in spans if name == "href"}
    for field in find(markup):
        if field.name in URL_FIELDS and (field.start, field.end) not in whole:
            yield _stop(
                f"{field.whole} can only be the whole target of a link.",
                mend="Make it the link's address, with nothing before or after it.",
                block_id=block_id,
                passage=field.whole,
            )


def _unescaped(field: Field) -> Field:
    # In compiled HTML an author's fallback is escaped already; it is escaped again where it is written.
    return replace(field, fallback=html.unescape(field.fallback)) if field.fallback else field


def _html_writer(field: Field, attribute: tuple[str, int, int] | None) -> Callable[[str], str]:
    if attribute and attribute[0] in _URL_ATTRIBUTES:
        whole = (field.start, field.end) == attribute[1:]
        return _escaped if whole and field.name in URL_FIELDS | {LINK_FIELD} else _percent
    return _escaped


def _escaped(value: str) -> str:
    return html.escape(cleaned(value), quote=True)


def _percent(value: str) -> str:
    return quote(cleaned(value), safe="")


def _attribute_spans(markup: str) -> list[tuple[str, int, int]]:
    """Name, start and end of every quoted attribute value in an opening tag."""
    spans = []
    for tag in _OPEN_TAG.finditer(markup):
        for found in _ATTRIBUTE.finditer(markup, tag.start(), tag.end()):
            group = 2 if found[2] is not None else 3
            spans.append((found[1].lower(), found.start(group), found.end(group)))
    return spans


def _stop(words: str, *, mend: str, block_id: str, passage: str) -> Finding:
    return Finding(check="B4", level=Level.STOP, words=words, mend=mend, block_id=block_id, passage=passage)
