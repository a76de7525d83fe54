"""A provider's list as it was given, CSV or JSON, read row by row: whom it names, why, and what cannot be taken."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from newsletter.core.addresses import AddressRefused, normal_form
from newsletter.core.subscriber_files.archives import is_zip
from newsletter.core.subscriber_files.columns import plain
from newsletter.core.subscriber_files.dates import Doubt, moment
from newsletter.core.subscriber_files.json_walk import walk
from newsletter.core.subscriber_files.limits import FileRefused, Limits
from newsletter.core.subscriber_files.own_json import is_json
from newsletter.core.subscriber_files.suppression_lists import SuppressionList, address_of, list_of
from newsletter.core.subscriber_files.tables import Opens, look, read_rows

LIMITS = Limits(upload=10_000_000, rows=100_000)
UNKNOWN = "We do not know a list with these columns. Give one address a line instead, and say how you know."
TOO_MANY = f"A list has at most {LIMITS.rows:,} rows. Give it in several pieces."
ZIPPED = "This is a zip. Give the files in it one by one."
NO_ADDRESS = "There is no address in this row."
AMAZON = ("EmailAddress", "Reason")
"""What stands in Amazon's file for its own import, which has no header."""


class ListRow(NamedTuple):
    """One row: `key` and `reason` where it is taken, else `why` says what kept it out. `line` is its place."""

    line: int
    key: str = ""
    mailbox: str = ""
    reason: str = ""
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadList:
    """Who wrote the list, and its rows in their order."""

    label: str
    rows: list[ListRow]


def read_list(opens: Opens, *, name: str, limits: Limits = LIMITS) -> ReadList | None:
    """The list in this file; None where it is one address a line. Raises FileRefused for whatever else it may be."""
    with opens() as file:
        head = file.read(64)
    if is_zip(head):
        raise FileRefused(ZIPPED)
    if is_json(head):
        with opens() as file:
            return _of_json(file, name, limits)
    table = look(opens, name=name)
    if not table.delimiter or len(table.meanings) == 1:
        return None
    header = table.header or (AMAZON if len(table.meanings) == len(AMAZON) else ())
    known, headers = list_of(header), [plain(cell) for cell in header]
    if known is None:
        raise FileRefused(UNKNOWN)
    with opens() as file:
        rows = [
            ListRow(record.line, why=record.broken)
            if record.broken
            else _row(record.line, dict(zip(headers, map(str.strip, record.cells), strict=False)), known, name)
            for record in _at_most(read_rows(file, table, limits), limits)
        ]
    return ReadList(label=known.label, rows=rows)


def _of_json(file: BinaryIO, name: str, limits: Limits) -> ReadList:
    text = io.TextIOWrapper(file, encoding="utf-8-sig")
    try:
        items = [item for _, item in _at_most(walk(text, limits=limits), limits) if isinstance(item, dict)]
    finally:
        text.detach()
    records = [{plain(key): _cell(value) for key, value in item.items()} for item in items]
    if not records or not (known := list_of(tuple(records[0]))):
        raise FileRefused(UNKNOWN)
    return ReadList(label=known.label, rows=[_row(place, row, known, name) for place, row in enumerate(records, 1)])


def _cell(value: Any) -> str:
    """Brevo's reason is an object with a code."""
    if isinstance(value, Mapping):
        return str(value.get("code", ""))
    return "" if value is None else str(value)


def _row(line: int, cells: Mapping[str, str], known: SuppressionList, name: str) -> ListRow:
    given, said = address_of(cells), known.says(cells, name)
    if not given:
        return ListRow(line, why=NO_ADDRESS)
    try:
        address = normal_form(given)
    except AddressRefused as refused:
        return ListRow(line, why=str(refused))
    at = moment(said.at, doubt=Doubt.LATER)
    return ListRow(line, key=address.key, mailbox=address.mailbox, reason=said.reason, at=at, why=said.why)


def _at_most(rows: Iterator[Any], limits: Limits) -> Iterator[Any]:
    for number, row in enumerate(rows, start=1):
        if number > limits.rows:
            raise FileRefused(TOO_MANY)
        yield row
