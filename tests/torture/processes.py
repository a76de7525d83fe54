"""The processes of a run: the witness, and the senders and schedulers that a nursery forks."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "only for tests"  # that of the test settings, so that both understand what is stored


def settings_of(folder: Path, *, database_url: str, port: int) -> dict[str, str]:
    """What tells a process of the product its folder, its database and its next server."""
    return {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev",
        "SECRET_KEY": SECRET_KEY,
        "PARTWISE_VAR": str(folder),
        "PARTWISE_TRANSPORT": "smtp",
        "PARTWISE_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "PARTWISE_SENDING_DOMAIN": "letters.example.org",
    }


class Witness:
    """The recording server; `log` is what it saw."""

    def __init__(self, log: Path, *, seed: str, mischief: float) -> None:
        self.log = log
        log.touch()
        command = [sys.executable, ROOT / "tests/servers/recording.py", log, seed, str(mischief)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


class Nursery:
    """Starts processes of the product on one database and one next server, and ends all that are left."""

    def __init__(self, folder: Path, *, database_url: str, port: int) -> None:
        self.errors = folder / "errors.log"
        with self.errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, ROOT / "tests/torture/nursery.py"],
                cwd=ROOT,
                env={**os.environ, **settings_of(folder, database_url=database_url, port=port)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._started: list[int] = []

    def start(self, name: str) -> int:
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        self._started.append(pid)
        return pid

    def close(self) -> None:
        for pid in self._started:
            if is_alive(pid):
                strike(pid, signal.SIGKILL)
        self._process.kill()
        self._process.communicate()


def strike(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_gone(pid: int, *, patience_s: float) -> bool:
    """Whether the process has ended within that time."""
    until = time.monotonic() + patience_s
    while is_alive(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
