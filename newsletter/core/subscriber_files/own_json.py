"""Our own exports as JSON, of all readers or of one, read as the two tables that our export as CSV holds."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

from cms.core.csv_cells import csv_line
from newsletter.core.kept_text import showable
from newsletter.core.subscriber_files.json_walk import walk
from newsletter.core.subscriber_files.limits import LIMITS, FileRefused, Limits
from newsletter.core.subscriber_files.own_columns import SUPPRESSIONS
from newsletter.core.subscriber_files.own_rows import FORMAT, Record, reader_header, reader_line, suppression_line
from newsletter.core.subscriber_files.readers_own import FORMAT as OF_ONE, records_of

NOT_OURS = "This is JSON, and no export of Partwise. Give the readers as CSV or text."
ODD_RECORD = "This file is not as our export writes it: record {number:,} of “{name}” is none."
NOBODY = "There is nobody in this file."
TOO_MANY = "There are more records in this file than we read. Give them in several imports."
TOO_LARGE = "What this file holds is more than we read. Give it in several imports."

READERS, SUPPRESSED = "readers", "suppressions"
_STRUCTURED = frozenset({"tags", "attributes"})


class TableLine(NamedTuple):
    """One line of CSV, and the name of its table, whose first line is its header."""

    table: str
    text: str


def is_json(head: bytes) -> bool:
    """Whether a file that begins so may be an object of JSON."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def table_lines(file: BinaryIO, *, attributes: Sequence[str], limits: Limits = LIMITS) -> Iterator[TableLine]:
    """The export as our tables have it; `attributes` are slugs of this site. Raises FileRefused."""
    writes: Mapping[str, Callable[[Record], str]] = {
        READERS: lambda record: reader_line(record, attributes=attributes),
        SUPPRESSED: suppression_line,
    }
    headers = {READERS: reader_header(attributes), SUPPRESSED: SUPPRESSIONS}
    seen, size, last = dict.fromkeys(headers, 0), 0, ""
    for name, record in _records(file, limits):
        seen[name] += 1
        _check(record, name, seen, limits)
        if name != last:
            yield TableLine(name, csv_line(headers[name]))
        text, last = showable(writes[name](record)), name
        size += len(text)
        if size > limits.unpacked:
            raise FileRefused(TOO_LARGE)
        yield TableLine(name, text)
    if not last:
        raise FileRefused(NOBODY)


def _records(file: BinaryIO, limits: Limits) -> Iterator[tuple[str, Any]]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig")
    try:
        told = walk(text, limits=limits)
        said = next(told, None)
        if said == ("format", FORMAT):
            yield from ((name, record) for name, record in told if name in {READERS, SUPPRESSED})
        elif said == ("format", OF_ONE):
            yield from _of_one(told)
        else:
            raise FileRefused(NOT_OURS)
    finally:
        text.detach()  # the file belongs to whoever gave it


def _of_one(told: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """What bars the reader comes first, as in all our exports."""
    about: Any = None
    lists: dict[str, list[Any]] = {"subscriptions": [], SUPPRESSED: []}
    for name, value in told:
        if name == "reader":
            about = value
        elif name in lists:
            lists[name].append(value)
    found = records_of(about, lists["subscriptions"], lists[SUPPRESSED])
    if found is None:
        raise FileRefused(NOT_OURS)
    yield from ((SUPPRESSED, record) for record in found.suppressions)
    yield from ((READERS, record) for record in found.readers)


def _check(record: Any, name: str, seen: Mapping[str, int], limits: Limits) -> None:
    if not _is_record(record):
        raise FileRefused(ODD_RECORD.format(number=seen[name], name=name))
    if sum(seen.values()) > limits.rows:
        raise FileRefused(TOO_MANY)


def _is_record(record: Any) -> bool:
    """Values by names, none of them structured but tags and attributes."""
    told = record.get("attributes", {}) if isinstance(record, dict) else None
    if not isinstance(told, dict):
        return False
    cells = [value for name, value in record.items() if name not in _STRUCTURED]
    return not any(isinstance(value, dict | list) for value in (*cells, *told.values()))
