"""What parts the cells of a file: said by its first line, else by what makes the best table of its beginning."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsletter.core.subscriber_files.columns import is_header, known
from newsletter.core.subscriber_files.lines import Line
from newsletter.core.subscriber_files.records import Record, records

DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar", "": "None: one address a line"}

_SAID = re.compile(r'"?sep=(?P<delimiter>[,;|\t])"?', re.IGNORECASE)


class Dialect(NamedTuple):
    """`delimiter` is empty for a file of one address a line; `first` is the line on which the table begins."""

    delimiter: str
    first: int = 1


def dialect(beginning: Sequence[Line]) -> Dialect:
    """How these first lines of a file are written."""
    if beginning and (said := _SAID.fullmatch(beginning[0].text.strip())):
        return Dialect(said["delimiter"], first=beginning[0].number + 1)
    # The best table wins; of two as good ones, the one that more files are written in.
    best = max((_score(beginning, delimiter), -place) for place, delimiter in enumerate(DELIMITERS) if delimiter)
    return Dialect(list(DELIMITERS)[-best[1]] if best[0] > (0, 0) else "")


def _score(beginning: Sequence[Line], delimiter: str) -> tuple[int, int]:
    """How many headers are known, and how many rows are as wide as the first, if it has more than one cell."""
    found: list[Record] = [record for record in records(beginning, delimiter=delimiter) if not record.broken]
    if not found or len(found[0].cells) == 1:
        return 0, 0
    width = len(found[0].cells)
    named = sum(known(cell) is not None for cell in found[0].cells) if is_header(found[0].cells) else 0
    return named, sum(len(record.cells) == width for record in found)
