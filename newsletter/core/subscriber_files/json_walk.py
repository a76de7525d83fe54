"""A JSON document read from its beginning to its end with little in memory: its names, and the items of its lists."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from newsletter.core.subscriber_files.limits import LIMITS, FileRefused, Limits

BROKEN = "This file is no JSON from its beginning to its end: it may have been cut off, or changed. Export it again."
TOO_LONG = "One record of this file is broken, or longer than we read. Export it again, and leave the file as it is."

_SPACE = " \t\r\n"
_OF_NUMBERS = ".eE+-"


def walk(text: TextIO, *, limits: Limits = LIMITS) -> Iterator[tuple[str, Any]]:
    """Every name at the top with its value; a list comes item by item, each under its name.

    Raises FileRefused for whatever is not one whole object.
    """
    source = _Source(text, limits.line * 4)
    source.take("{")
    is_first = True
    while source.ahead() != "}":
        if not is_first:
            source.take(",")
        is_first = False
        name = str(source.value())
        source.take(":")
        if source.ahead() == "[":
            yield from ((name, item) for item in _items(source))
        else:
            yield name, source.value()
    source.take("}")
    if source.ahead():
        raise FileRefused(BROKEN)


def _items(source: "_Source") -> Iterator[Any]:
    source.take("[")
    while source.ahead() != "]":
        yield source.value()
        if source.ahead() != "]":
            source.take(",")
    source.take("]")


class _Source:
    """Text with a place in it; more is read as it is needed, and what was passed is forgotten."""

    def __init__(self, text: TextIO, longest: int) -> None:
        self._text, self._longest = text, longest
        self._held, self._at = "", 0
        self._decode = json.JSONDecoder().raw_decode

    def ahead(self) -> str:
        """The next sign that is no space; empty at the end."""
        while True:
            while self._at < len(self._held):
                if self._held[self._at] not in _SPACE:
                    return self._held[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """The sign that comes next; without it the document is broken."""
        if self.ahead() != sign:
            raise FileRefused(BROKEN)
        self._at += 1

    def value(self) -> Any:
        """The value that begins here."""
        if not self.ahead():
            raise FileRefused(BROKEN)
        while True:
            try:
                found, end = self._decode(self._held, self._at)
            except RecursionError as error:
                raise FileRefused(BROKEN) from error
            except ValueError as error:
                if not self._more():
                    raise FileRefused(BROKEN) from error
                continue
            if not self._held[end:].strip(_OF_NUMBERS) and self._more():
                continue  # a number may go on
            self._at = end
            return found

    def _more(self) -> bool:
        """Whether there was more to read. A value longer than we read ends here."""
        self._held, self._at = self._held[self._at :], 0
        if len(self._held) > self._longest:
            raise FileRefused(TOO_LONG)
        try:
            piece = self._text.read(self._longest // 4)
        except UnicodeDecodeError as error:
            raise FileRefused(BROKEN) from error
        self._held += piece
        return bool(piece)
