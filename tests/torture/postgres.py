"""A PostgreSQL of its own, in a folder of its own, that may be crashed: never the one that other tests use."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

DEBIAN = "usr/lib/postgresql/*/bin"
SETTINGS = "listen_addresses='127.0.0.1' unix_socket_directories='' max_connections=100 fsync=on synchronous_commit=on"


class Missing(Exception):  # noqa: N818 - the house names exceptions by what happened
    """There is no PostgreSQL server on this machine that we may start; the message says why."""


class Cluster:
    """A running server, until it is closed. Raises Missing."""

    def __init__(self) -> None:
        _program("pg_ctl")
        self.folder = Path(tempfile.mkdtemp(prefix="partwise-postgres-"))
        if not os.getuid():
            shutil.chown(self.folder, "postgres", "postgres")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        _pg_ctl(self.folder, "initdb", "--options=-A trust -U postgres -E UTF8 --no-locale -N")
        options = " ".join(f"-c {each}" for each in (f"port={self.port}", *SETTINGS.split()))
        _pg_ctl(self.folder, "start", "-w", "-o", options)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def close(self) -> None:
        _pg_ctl(self.folder, "stop", "-m", "immediate")
        shutil.rmtree(self.folder)


def crash(folder: Path) -> None:
    """The server of a cluster dies as in a power cut, and is started again."""
    _pg_ctl(folder, "restart", "-w", "-m", "immediate")


def _pg_ctl(folder: Path, *what: str) -> None:
    # PostgreSQL refuses to run as root.
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if not os.getuid() else []
    command = [*as_user, _program("pg_ctl"), "-D", str(folder / "data"), "-l", str(folder / "log"), *what]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _program(name: str) -> str:
    folders = [str(path) for path in sorted(Path("/").glob(DEBIAN), reverse=True)]
    found = shutil.which(name, path=os.pathsep.join([*folders, os.environ.get("PATH", "")]))
    if not found:
        raise Missing("No pg_ctl was found. Install PostgreSQL's server (Debian: postgresql).")
    return found
