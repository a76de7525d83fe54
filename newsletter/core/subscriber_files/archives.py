"""A zip of files, opened with care: never unpacked to a disk, and nothing in it is believed that it says of itself."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from newsletter.core.subscriber_files.limits import LIMITS, FileRefused, Limits

TABLES = (".csv", ".tsv", ".txt")
NOT_A_ZIP = "This zip is broken. Export it again, or give the files in it one by one."
SPREADSHEET = "This is a spreadsheet. Save it as CSV, and give that file."
NO_TABLE = "There is no CSV or text file in this zip."
LOCKED = "A file in this zip is locked with a password. Give the files without one."
BOMB = "What is packed in this zip is far larger than the zip. We do not open it."
TOO_LARGE = "What is packed in this zip is larger than we read. Give the files in several imports."
TOO_MANY = "There are more files in this zip than we open."
ODD_NAME = "A file in this zip has a name that leads out of the zip. We do not open it."
NESTED = "There is another zip in this zip. Open that one first, and give its files."

_SMALL = 1_000_000  # bytes; a short file of one word is packed a hundredfold and harms nobody
# What the standard library raises of a zip whose bytes are not as they say, by its kinds of packing.
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    KeyError,
    OSError,
    UnicodeDecodeError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
_LINK = 0o120000  # the Unix mode of a symbolic link, in the upper half of external_attr


def is_zip(head: bytes) -> bool:
    """Whether a file that begins so is a zip."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def tables_in(file: BinaryIO, *, limits: Limits = LIMITS) -> list[str]:
    """The names of the tables in a zip, after a look at everything in it. Raises FileRefused."""
    with _opened(file) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_furniture(entry.filename)]
        _check(entries, limits)
        names = [entry.filename for entry in entries if entry.filename.lower().endswith(TABLES)]
    if not names:
        raise FileRefused(NO_TABLE)
    return sorted(names)


@contextmanager
def table_in(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """One table out of a zip that `tables_in` looked at. No more bytes come than it announced; else FileRefused."""
    with _opened(file) as archive, archive.open(name) as packed:
        yield cast(BinaryIO, packed)


def _check(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(entry.filename.startswith("xl/") for entry in entries):
        raise FileRefused(SPREADSHEET)
    if len(entries) > limits.entries:
        raise FileRefused(TOO_MANY)
    for entry in entries:
        _check_one(entry, limits)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise FileRefused(TOO_LARGE)


def _check_one(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.filename.startswith("/") or "\\" in entry.filename or ".." in entry.filename.split("/"):
        raise FileRefused(ODD_NAME)
    if (entry.external_attr >> 16) & 0o170000 == _LINK:
        raise FileRefused(ODD_NAME)
    if entry.filename.lower().endswith((".zip", ".gz", ".rar", ".7z")):
        raise FileRefused(NESTED)
    if entry.flag_bits & 1:
        raise FileRefused(LOCKED)
    if entry.file_size > limits.ratio * max(entry.compress_size, 1) and entry.file_size > _SMALL:
        raise FileRefused(BOMB)


def _is_furniture(name: str) -> bool:
    """What a Mac puts beside the files."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] == ".DS_Store"


@contextmanager
def _opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    try:
        with _directory(file) as archive:
            yield archive
    except _BROKEN as error:
        raise FileRefused(NOT_A_ZIP) from error


def _directory(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except ValueError as error:  # a directory that lies before the file's beginning
        raise FileRefused(NOT_A_ZIP) from error
