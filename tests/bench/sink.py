"""Postfix's smtp-sink, which takes every message and keeps none, behind a wire of a certain length."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Sink:
    """Where to connect, and the process whose CPU time tells whether it was the bottleneck."""

    port: int
    pid: int

    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def smtp_sink() -> str | None:
    """The program, where it is installed (Debian: postfix; it need not run)."""
    return shutil.which("smtp-sink", path=PLACES)


@contextmanager
def sink(round_trip_ms: float) -> Iterator[Sink]:
    """The sink, listening; at no distance there is no wire in between."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    as_user = [] if os.getuid() else ["-u", "nobody"]  # it refuses to run as root
    process = subprocess.Popen([smtp_sink(), *as_user, f"127.0.0.1:{port}", "256"])
    wire = None
    try:
        _until_it_answers(port)
        if round_trip_ms:
            command = [sys.executable, HERE / "delay.py", str(port), str(round_trip_ms)]
            wire = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            port = int(wire.stdout.readline())
        yield Sink(port=port, pid=process.pid)
    finally:
        for each in filter(None, (wire, process)):
            each.kill()
            each.communicate()


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
