"""Tokens that stand for author content while the compiler works, and their filling afterwards."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cms.core.links import is_safe

TOKEN = re.compile(r"zq\d{5}qz")
MOST_SLOTS = 100_000  # five digits
TITLE_OCCURRENCES = 2  # <title> and the aria-label of the article
NO_TARGET = "#"  # preflight stops a letter that holds it, so an unsafe link never leaves unseen

_TITLE = re.compile(r"<title>(zq\d{5}qz)</title>")
_MERGE_FIELD = re.compile(r"\[\[[a-z_]+\]\]")
# A browser acts on none of these, and a mail client may clip or hide the letter because of one.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROLS_AND_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Kind(StrEnum):
    """Where a value stands, and so how it is escaped."""

    HTML = "html"
    TEXT = "text"
    ATTR = "attr"
    URL = "url"


@dataclass(frozen=True)
class Slot:
    """One value kept from the compiler; `value` is already escaped for its kind."""

    token: str
    kind: Kind
    value: str
    block_id: str = ""


class SlotMismatch(ValueError):  # noqa: N818 - failures are named by what happened
    """A token got lost, doubled or invented between the builder and the compiler's output."""

    def __init__(self, message: str, *, token: str, block_id: str = "") -> None:
        super().__init__(f"{message}: {token}" + (f" (block {block_id})" if block_id else ""))
        self.token = token
        self.block_id = block_id


class SlotBook:
    """Hands out tokens, one for each value, and remembers the block each came from."""

    def __init__(self) -> None:
        self._slots: list[Slot] = []

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(self._slots)

    def hand_out(self, value: str, *, kind: Kind, block_id: str = "") -> str:
        """The token to write into the skeleton in place of `value`.

        HTML must come from `cms.core.html.clean` or from our own faces; all other kinds are escaped here.
        Raises SlotMismatch when a letter asks for more than 100,000 slots.
        """
        token = f"zq{len(self._slots):05d}qz"
        if len(self._slots) >= MOST_SLOTS:
            raise SlotMismatch("A letter has at most 100,000 slots", token=token, block_id=block_id)
        self._slots.append(Slot(token, kind, _ESCAPES[kind](str(value)), str(block_id)))
        return token


def check_tokens(markup: str, slots: Iterable[Slot]) -> None:
    """Every slot stands in `markup`, nothing else does, and a title stands twice.

    Works on the skeleton before the compile and on the compiler's output after it, always before filling,
    because an author may write a token as a word. Raises SlotMismatch.
    """
    seen = Counter(TOKEN.findall(markup))
    for slot in slots:
        if not seen.pop(slot.token, 0):
            raise SlotMismatch("A slot got lost", token=slot.token, block_id=slot.block_id)
    if seen:
        raise SlotMismatch("Nobody handed out this token", token=min(seen))
    for token in _TITLE.findall(markup):
        if markup.count(token) != TITLE_OCCURRENCES:
            raise SlotMismatch("The title must stand in <title> and in aria-label", token=token)


def fill(markup: str, slots: Iterable[Slot]) -> str:
    """`markup` with every token replaced, in one pass that never looks into a value. Raises SlotMismatch."""
    values = {slot.token: slot.value for slot in slots}
    return TOKEN.sub(lambda match: _value(match[0], values), markup)


def block_of(markup: str, slots: Iterable[Slot]) -> str:
    """The id of the block that the first slot in `markup` belongs to, or an empty string."""
    blocks = {slot.token: slot.block_id for slot in slots}
    found = (blocks.get(token, "") for token in TOKEN.findall(markup))
    return next((block_id for block_id in found if block_id), "")


def _value(token: str, values: Mapping[str, str]) -> str:
    if token not in values:
        raise SlotMismatch("Nobody handed out this token", token=token)
    return values[token]


def _without_controls(value: str) -> str:
    return _CONTROLS.sub("", value)


def _escape_text(value: str) -> str:
    return html.escape(_without_controls(value), quote=True)


def _escape_attr(value: str) -> str:
    return html.escape(_CONTROLS_AND_BREAKS.sub(" ", value), quote=True)


def _escape_url(value: str) -> str:
    # A merge field may be a whole href; it is filled for each reader from a URL of our own.
    if _MERGE_FIELD.fullmatch(value) or is_safe(value):
        return html.escape(value, quote=True)
    return NO_TARGET


_ESCAPES: Mapping[Kind, Callable[[str], str]] = {
    Kind.HTML: _without_controls,
    Kind.TEXT: _escape_text,
    Kind.ATTR: _escape_attr,
    Kind.URL: _escape_url,
}
