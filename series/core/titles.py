"""Finds "Part N" in a title and offers to move it into the label; it changes nothing by itself."""

import re
from dataclasses import dataclass

_NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
}
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
# Only well-formed numerals up to 89: "mix" and "civil" are words, and so is the I of "the part I played".
_ROMAN = r"(?!i\s+\w)(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_PART = re.compile(
    rf"\b(?P<word>part|pt)\b\.?\s*(?P<number>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)}|{_ROMAN})(?!\w)"
    r"(?:\s*(?:of|/)\s*(?:\d{1,3}|[a-z]+)\b)?",
    re.IGNORECASE,
)
_EDGES = " \t\u00a0:;,.|/\\-\u2010\u2011\u2012\u2013\u2014\u2015\u00b7\u2022"
_BRACKETS = re.compile(r"[(\[{]\s*[)\]}]")


@dataclass(frozen=True, kw_only=True)
class TitleOffer:
    """What the helper offers: the number it read, the label, and the title without it (maybe empty)."""

    number: int
    label: str
    short_title: str


def offer(title: str) -> TitleOffer | None:
    """The label and short title that a title seems to hold, or None when it holds no "Part N"."""
    found = _PART.search(title)
    if not found:
        return None
    number = _value(found["number"].lower())
    rest = f"{title[: found.start()].rstrip(_EDGES)}\n{title[found.end() :].lstrip(_EDGES)}"
    return TitleOffer(number=number, label=f"Part {number}", short_title=_short_title(rest))


def label_to_keep(offer: TitleOffer, *, place: int | None) -> str:
    """The label that must be written down: none where the series counts the part so by itself, at `place` from 1."""
    return "" if offer.number == place else offer.label


def _short_title(halves: str) -> str:
    """What is left on the side that says most about this part: after "Part N", else before it."""
    before, _, after = (_BRACKETS.sub("", _unbracketed(half)).strip(_EDGES) for half in halves.partition("\n"))
    return after or before


def _unbracketed(half: str) -> str:
    """Without a bracket that "Part N" left open: "Title (" and ") and more"."""
    for opening, closing in ("()", "[]", "{}"):
        if half.count(opening) > half.count(closing):
            half = half[::-1].replace(opening, "", 1)[::-1]
        elif half.count(closing) > half.count(opening):
            half = half.replace(closing, "", 1)
    return half


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    if number in _NUMBER_WORDS:
        return _NUMBER_WORDS[number]
    values = [_ROMAN_VALUES[digit] for digit in number]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))
