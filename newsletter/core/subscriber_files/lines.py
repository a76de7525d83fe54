"""Bytes as lines of text, one after the other, however long the file is and wherever it is broken."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from newsletter.core.subscriber_files.limits import LIMITS, Limits

UNREADABLE = re.compile(r"[\ud800-\udfff\ufffd]")
"""What stands in a text where its bytes belong to no character of the encoding."""


class Line(NamedTuple):
    """One line with its end; `is_cut` says that it went on beyond what is read of a line."""

    number: int
    text: str
    is_cut: bool = False


def lines(file: BinaryIO, *, encoding: str, limits: Limits = LIMITS) -> Iterator[Line]:
    """Every line from the first, with any of the three line ends; bytes that are no text stay to be seen."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline=None)
    try:
        number = 0
        while line := text.readline(limits.line):
            number += 1
            is_cut = len(line) == limits.line and not line.endswith("\n")
            if is_cut:
                _skip_rest(text, limits)
            yield Line(number, line, is_cut)
    finally:
        text.detach()  # the file belongs to whoever gave it


def _skip_rest(text: io.TextIOWrapper, limits: Limits) -> None:
    while (rest := text.readline(limits.line)) and not rest.endswith("\n"):
        pass
