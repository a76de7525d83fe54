"""One table of an import: looked at once, mended by a person, then read row by row into decisions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from typing import Any, BinaryIO, NamedTuple

from cms.core.csv_cells import meant
from newsletter.core.kept_text import showable
from newsletter.core.subscriber_files.columns import Column, is_header, meanings
from newsletter.core.subscriber_files.decisions import Decision, Ground, decide, refused
from newsletter.core.subscriber_files.dialects import Dialect, dialect
from newsletter.core.subscriber_files.encodings import Encoding, EncodingWatch
from newsletter.core.subscriber_files.layouts.base import Layout, said_as
from newsletter.core.subscriber_files.layouts.known import LAYOUTS, layout_of
from newsletter.core.subscriber_files.layouts.partwise import LAYOUT as OWN, decide_own
from newsletter.core.subscriber_files.limits import LIMITS, FileRefused, Limits
from newsletter.core.subscriber_files.lines import lines
from newsletter.core.subscriber_files.no_text import what_else
from newsletter.core.subscriber_files.records import Record, records
from newsletter.core.subscriber_files.rows import row_of
from newsletter.core.subscriber_files.said import Stance

Opens = Callable[[], AbstractContextManager[BinaryIO]]
"""Opens a table from its first byte; a table is read more than once."""

BEGINNING = 60  # lines that are looked at to tell how a file is written
EMPTY = "This file is empty."
NO_TABLE = "“{name}” is {words}. Export the readers as CSV or text, and give that file."
TOO_SHORT = "The row ends before it says whether letters are wanted."
TOO_WIDE = "The row has more cells than the header: a cell with a comma in it may have lost its quotation marks."
TELLING = frozenset(
    {
        Column.STATE,
        Column.DISABLED,
        Column.WANTED,
        Column.LEFT_AT,
        Column.CLEANED_AT,
        Column.COMPLAINED_AT,
        Column.DELETED_AT,
    }
)
_CHUNK = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Table:
    """How a table is read. `first` is its first line, `header` the names of its columns, or empty.

    `meanings` say what each column holds, by place; `stance` is what a person said about all of its rows, or empty.
    """

    name: str
    encoding: str
    is_guess: bool = False
    delimiter: str = ","
    first: int = 1
    header: tuple[str, ...] = ()
    layout: str = "plain"
    meanings: tuple[str, ...] = ()
    stance: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a row of the database keeps it."""
        return asdict(self)


class Judged(NamedTuple):
    """A row of the table: on which line it begins, and what becomes of it."""

    line: int
    decision: Decision


def read_table(kept: Mapping[str, Any]) -> Table:
    """What `as_json` wrote."""
    return Table(**{**kept, "header": tuple(kept["header"]), "meanings": tuple(kept["meanings"])})


def look(opens: Opens, *, name: str, attributes: Sequence[str] = ()) -> Table:
    """How a file seems to be written, and what its columns seem to hold.

    Raises FileRefused for an empty one, and for what is no text, whatever its name says.
    """
    watch = EncodingWatch()
    with opens() as file:
        while piece := file.read(_CHUNK):
            watch.feed(piece)
    encoding = watch.encoding()
    if words := what_else(watch.head, encoding=encoding.name):
        raise FileRefused(NO_TABLE.format(name=name, words=words))
    return looked(opens, name=name, encoding=encoding, attributes=attributes)


def looked(
    opens: Opens,
    *,
    name: str,
    encoding: Encoding,
    delimiter: str | None = None,
    attributes: Sequence[str] = (),
) -> Table:
    """The same where the encoding is known, and perhaps what parts the cells."""
    with opens() as file:
        beginning = list(islice(lines(file, encoding=encoding.name), BEGINNING))
    found = dialect(beginning)
    written = found if delimiter is None else Dialect(delimiter, found.first)
    rows = [row for row in records(beginning[written.first - 1 :], delimiter=written.delimiter) if not row.broken]
    if not rows:
        raise FileRefused(EMPTY)
    header = tuple(map(showable, rows[0].cells)) if is_header(rows[0].cells) else ()
    layout = layout_of(rows[0].cells)
    sample = [row.cells for row in (rows[1:] if header else rows)]
    names = header or ("",) * max(map(len, sample))
    return Table(
        name=name,
        encoding=encoding.name,
        is_guess=encoding.is_guess,
        delimiter=written.delimiter,
        first=written.first,
        header=header,
        layout=layout.slug,
        meanings=tuple(meanings(names, sample, own=layout.columns, attributes=attributes)),
    )


def as_layout(opens: Opens, table: Table, *, layout: str, attributes: Sequence[str] = ()) -> Table:
    """The table as if it came from another system: its columns mean what they mean there."""
    names, cells = table.header or ("",) * len(table.meanings), sample(opens, table, most=BEGINNING)
    own = LAYOUTS[layout].columns
    return replace(table, layout=layout, meanings=tuple(meanings(names, cells, own=own, attributes=attributes)))


def sample(opens: Opens, table: Table, *, most: int, limits: Limits = LIMITS) -> list[list[str]]:
    """The cells of the first rows, for a person who looks at the columns."""
    with opens() as file:
        found = islice(read_rows(file, table, limits), most)
        return [[showable(cell) for cell in record.cells] for record in found if not record.broken]


def judge(opens: Opens, table: Table, *, ground: Ground, limits: Limits = LIMITS) -> Iterator[Judged]:
    """Every row of the table with its decision, in order."""
    layout = LAYOUTS[table.layout]
    decides = _own if layout is OWN else _foreign
    with opens() as file:
        for record in read_rows(file, table, limits):
            found = _unfit(record, table)
            yield Judged(record.line, refused(found) if found else decides(record, table, layout, ground))


def read_rows(file: BinaryIO, table: Table, limits: Limits) -> Iterator[Record]:
    """The rows behind the header. A header that is broken itself would be none, so the first whole record is it."""
    text = islice(lines(file, encoding=table.encoding, limits=limits), table.first - 1, None)
    found = records(text, delimiter=table.delimiter, limits=limits)
    if not table.header:
        return found
    broken = []
    for record in found:
        if not record.broken:
            break
        broken.append(record)
    return chain(broken, found)


def _unfit(record: Record, table: Table) -> str:
    """Why the cells of a record cannot be told apart; empty when they can."""
    if record.broken:
        return record.broken
    width = len(table.meanings)
    if len(record.cells) > width and any(cell.strip() for cell in record.cells[width:]):
        return TOO_WIDE
    return TOO_SHORT if TELLING.intersection(table.meanings[len(record.cells) :]) else ""


def _own(record: Record, table: Table, _layout: Layout, ground: Ground) -> Decision:
    row = {meaning: meant(cell) for meaning, cell in zip(table.meanings, record.cells, strict=False) if meaning}
    return decide_own(row, ground)


def _foreign(record: Record, table: Table, layout: Layout, ground: Ground) -> Decision:
    row = row_of(record.cells, table.meanings)
    said = said_as(row, Stance(table.stance)) if table.stance else layout.says(row, table.name)
    return decide(row, said, ground=ground)
