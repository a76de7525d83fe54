"""Lines as records of cells. A quote that never closes costs its own line and no other: nothing is swallowed."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsletter.core.subscriber_files.limits import LIMITS, Limits
from newsletter.core.subscriber_files.lines import Line

TOO_LONG = "The line is longer than we read. Shorten it."
NEVER_CLOSED = "A quotation mark opens a cell and never closes it."
TOO_MANY_CELLS = "The row has more cells than we read."
CELL_TOO_LONG = "A cell is longer than we read. Shorten it."


class Record(NamedTuple):
    """One row as it was written; `line` is where it begins, and `broken` says why its cells cannot be told."""

    line: int
    cells: list[str]
    broken: str = ""


def records(found: Iterable[Line], *, delimiter: str, limits: Limits = LIMITS) -> Iterator[Record]:
    """Every record that is not blank, in order; without a delimiter each line is one cell."""
    source, ahead = iter(found), deque[Line]()
    while True:
        line = ahead.popleft() if ahead else next(source, None)
        if line is None:
            return
        record, back = _record(line, source, ahead, delimiter, limits)
        ahead.extendleft(reversed(back))
        if record.broken or any(cell.strip() for cell in record.cells):
            yield record


def _record(
    line: Line, source: Iterator[Line], ahead: deque[Line], delimiter: str, limits: Limits
) -> tuple[Record, list[Line]]:
    """The record that begins here, and the lines that were looked at and do not belong to it."""
    text = line.text
    if line.is_cut:
        return Record(line.number, [], TOO_LONG), []
    if not delimiter:
        return Record(line.number, [text.strip()]), []
    if '"' not in text:
        return _checked(line.number, text.rstrip("\n").split(delimiter), limits), []
    cells = _cells(text, delimiter)
    if cells is None and text.count('"') % 2 == 0:
        cells = _cells(text, delimiter, strict=False)  # odd quotes within a cell, as spreadsheets read them
    if cells is not None:
        return _checked(line.number, cells, limits), []
    return _over_lines(line, source, ahead, delimiter, limits)


def _over_lines(
    first: Line, source: Iterator[Line], ahead: deque[Line], delimiter: str, limits: Limits
) -> tuple[Record, list[Line]]:
    """A record whose quotes go over several lines, if they do close; else its first line alone, as broken."""
    more: list[Line] = []
    text = first.text
    while len(more) < limits.record_lines - 1:
        line = ahead.popleft() if ahead else next(source, None)
        if line is None:
            break
        more.append(line)
        text += line.text
        if line.is_cut or len(text) > limits.line:
            break
        if '"' in line.text and text.count('"') % 2 == 0:
            if (cells := _cells(text, delimiter)) is None:
                break
            return _checked(first.number, cells, limits), []
    return Record(first.number, [], NEVER_CLOSED), more


def _cells(text: str, delimiter: str, *, strict: bool = True) -> list[str] | None:
    """The cells of a whole record; None when a quote is still open at its end, or closes where none can."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=strict), [])
    except csv.Error:
        return None


def _checked(line: int, cells: list[str], limits: Limits) -> Record:
    if len(cells) > limits.columns:
        return Record(line, [], TOO_MANY_CELLS)
    if any(len(cell) > limits.cell for cell in cells):
        return Record(line, [], CELL_TOO_LONG)
    return Record(line, cells)
