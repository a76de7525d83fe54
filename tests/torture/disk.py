"""A disk that is full for a while: a small file system of its own, and a file that takes what is left of it."""

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Timer

SIZE = "48m"
FULL_S = 1.5
PIECE = 64 * 1024


class Missing(Exception):  # noqa: N818 - the house names exceptions by what happened
    """No file system of our own can be had; the message says why."""


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """The folder lies on a disk of 48 MB meanwhile. Raises Missing."""
    if sys.platform != "linux" or os.getuid():
        raise Missing("A disk of its own needs Linux and root.")
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "partwise-torture", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"No disk of its own: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Not a byte is left on the disk of this folder, for a while."""
    filler = folder / "filler"
    _give_back(folder)
    _write_all(filler)
    Timer(FULL_S, filler.unlink, kwargs={"missing_ok": True}).start()


def _give_back(folder: Path) -> None:
    """SQLite keeps the space of its log, and would write into it for a long time without asking for more."""
    for database in folder.glob("*.sqlite3"):
        with closing(sqlite3.connect(database)) as connection, suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_all(filler: Path) -> None:
    piece = PIECE
    with filler.open("ab", buffering=0) as file:
        while piece:
            try:
                file.write(b"x" * piece)
            except OSError as failure:
                if failure.errno != errno.ENOSPC:
                    raise
                piece //= 2  # down to the last byte
