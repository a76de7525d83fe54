"""How large a file of readers may be; what is larger is refused in words, and never read into memory."""

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """`unpacked` is what all files of one import hold together, in bytes; a record is one row with all its lines."""

    upload: int = 250 * MB
    unpacked: int = 512 * MB
    entries: int = 100
    ratio: int = 100
    rows: int = 2_000_000
    columns: int = 500
    line: int = 65_536
    cell: int = 8_192
    record_lines: int = 50


LIMITS = Limits()


class FileRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Cannot be read, or not safely; the message is meant for the person who gave the file."""
