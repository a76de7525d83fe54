"""The files of an import: taken in, looked at, and opened again whenever their rows are read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile

from newsletter.core.subscriber_files.archives import is_zip, table_in, tables_in
from newsletter.core.subscriber_files.encodings import Encoding
from newsletter.core.subscriber_files.limits import LIMITS, FileRefused
from newsletter.core.subscriber_files.own_json import is_json, table_lines
from newsletter.core.subscriber_files.tables import Opens, Table, as_layout, look, looked, sample
from newsletter.models import AttributeField, ImportJob, Newsletter, PassingFile

TOO_LARGE = f"That is more than {LIMITS.upload // 1_000_000} MB. Give the files in several imports."
NOTHING = "Choose a file first."
SHOWN = 3  # rows beside each column
HEAD = 64  # bytes that tell what a file is


def open_job(uploads: Sequence[UploadedFile], *, newsletter: Newsletter, by) -> ImportJob:
    """The files are kept for a day at most, and how each is written is found out. Raises FileRefused."""
    if not uploads:
        raise FileRefused(NOTHING)
    if sum(upload.size or 0 for upload in uploads) > LIMITS.upload:
        raise FileRefused(TOO_LARGE)
    seen, files = sha256(), list[PassingFile]()
    try:
        for upload in uploads:
            files.append(PassingFile.objects.begin(name=_base_name(upload)))
            files[-1].write(_watched(upload, seen))
            if is_json(_head(files[-1])):
                _become_tables(files)
        tables = sorted((table for file in files for table in _tables(file)), key=_suppressions_first)
    except FileRefused:
        PassingFile.objects.filter(pk__in=[file.pk for file in files]).forget()
        raise
    size = sum(file.size for file in files)
    return ImportJob.objects.create(newsletter=newsletter, by=by, sha256=seen.hexdigest(), size=size, tables=tables)


def opener(kept: dict) -> Opens:
    """What opens one table of a job, as `ImportJob.tables` keeps it."""
    file = PassingFile.objects.filter(pk=kept["file"]).first()
    if file is None:
        raise FileRefused("The file was deleted, as all files of readers are after a day. Please give it again.")

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        with file.open() as whole:
            if not kept["entry"]:
                yield whole
                return
            with table_in(whole, kept["entry"]) as packed:
                yield packed

    return opened


def read_anew(kept: dict, *, encoding: str, delimiter: str, layout: str) -> Table:
    """The table, when a person says in which encoding and by whom it was written, and what parts its cells.

    Raises FileRefused.
    """
    told = Encoding(name=encoding)
    table = looked(
        opener(kept), name=kept["table"]["name"], encoding=told, delimiter=delimiter, attributes=_attributes()
    )
    return as_layout(opener(kept), table, layout=layout, attributes=_attributes())


def first_rows(kept: dict, table: Table) -> list[list[str]]:
    """What stands in each column, for a person who looks at them: by column, a few cells of each."""
    rows = sample(opener(kept), table, most=SHOWN)
    return [[row[place] if place < len(row) else "" for row in rows] for place in range(len(table.meanings))]


def forget_files(job: ImportJob) -> None:
    """The bytes go."""
    PassingFile.objects.filter(pk__in={kept["file"] for kept in job.tables}).forget()


def _base_name(upload: UploadedFile) -> str:
    return (upload.name or "").replace("\\", "/").rpartition("/")[2]


def _watched(upload: UploadedFile, seen) -> Iterator[bytes]:
    for chunk in upload.chunks():
        seen.update(chunk)
        yield chunk


def _head(file: PassingFile) -> bytes:
    with file.open() as whole:
        return whole.read(HEAD)


def _become_tables(files: list[PassingFile]) -> None:
    """Our own export as JSON, the last of these, gives way to the tables that it holds. Raises FileRefused."""
    source = files[-1]
    with source.open() as whole:
        for name, lines in groupby(table_lines(whole, attributes=_attributes()), key=lambda line: line.table):
            files.append(PassingFile.objects.begin(name=f"{source.name}: {name}"))
            files[-1].write(line.text.encode() for line in lines)
    PassingFile.objects.filter(pk=source.pk).forget()
    files.remove(source)


def _tables(file: PassingFile) -> Iterator[dict]:
    with file.open() as whole:
        entries = tables_in(whole) if is_zip(_head(file)) else [""]
    for entry in entries:
        kept = {"file": file.pk, "entry": entry}
        table = look(opener(kept), name=entry or file.name, attributes=_attributes())
        yield {**kept, "table": table.as_json()}


def _attributes() -> list[str]:
    return list(AttributeField.objects.order_by("pk").values_list("slug", flat=True))


def _suppressions_first(kept: dict) -> bool:
    """Our own exports put back what bars readers before the readers themselves."""
    return "reason" not in kept["table"]["meanings"]
