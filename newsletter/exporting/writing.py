"""Records become a file: two tables in a zip, or one JSON document; streamed, with a sign of life on the way."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from cms.clock import database_now
from cms.core.csv_cells import BOM, csv_line
from newsletter.core.subscriber_files.own_columns import SUPPRESSIONS
from newsletter.core.subscriber_files.own_rows import (
    FORMAT,
    Record,
    json_line,
    reader_header,
    reader_line,
    suppression_line,
)
from newsletter.exporting.records import readers, suppressions
from newsletter.models import AttributeField

BEAT = 2_000  # records between two signs of life

Beat = Callable[[], None]
"""Called every few thousand records; raises what ends the work."""


class Counted:
    """Records going by: counted, and with a sign of life now and then."""

    def __init__(self, beat: Beat) -> None:
        self.count, self._beat = 0, beat

    def through(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            self.count += 1
            if self.count % BEAT == 0:
                self._beat()
            yield record


def write_csv(sink: Any, *, beat: Beat, has_mark: bool) -> int:
    """A zip with `readers.csv` and `suppressions.csv`. Says how many records there are."""
    slugs, counted = list(AttributeField.objects.order_by("pk").values_list("slug", flat=True)), Counted(beat)
    tables = {
        "suppressions.csv": chain([csv_line(SUPPRESSIONS)], map(suppression_line, counted.through(suppressions()))),
        "readers.csv": chain(
            [csv_line(reader_header(slugs))],
            (reader_line(record, attributes=slugs) for record in counted.through(readers())),
        ),
    }
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in tables.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write((BOM if has_mark else "").encode())
                for line in lines:
                    entry.write(line.encode())
    return counted.count


def write_json(sink: Any, *, beat: Beat) -> int:
    """One JSON document, each record on a line of its own. Says how many records there are."""
    counted = Counted(beat)
    sink.write(f'{{"format": "{FORMAT}", "made_at": "{database_now().isoformat()}"'.encode())
    for name, records in (("readers", readers()), ("suppressions", suppressions())):
        sink.write(f',\n"{name}": ['.encode())
        for place, record in enumerate(counted.through(records)):
            sink.write(f"{',' if place else ''}\n{json_line(record)}".encode())
        sink.write(b"\n]")
    sink.write(b"}\n")
    return counted.count
