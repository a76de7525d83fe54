"""The whole product as a reader's browser meets it: a child process, a folder of its own, a free port."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

ROOT = Path(__file__).resolve().parents[1]
AUTHOR = ("mara", "slow letters, warm kitchens")
CHROMIUM_PATHS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@dataclass
class Product:
    """A running demo: its address, its folder, and the lines it printed."""

    url: str
    var: Path
    lines: list[str] = field(default_factory=list)

    def manage(self, *arguments: str) -> str:
        """What a management command prints, run beside the product on the same data."""
        return _run(*arguments, var=self.var, port=self.url.rsplit(":", 1)[1].strip("/"))


@contextmanager
def running(*, seconds: float = 120) -> Iterator[Product]:
    """The demo, loaded and answering; stopped with Ctrl-C at the end. Raises TimeoutError with its last lines."""
    with tempfile.TemporaryDirectory(prefix="partwise-product-") as folder:
        port = str(_free_port())
        loaded = _run("demo", var=Path(folder), port=port).splitlines()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=ROOT,
            env=_environment(Path(folder), port),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        product = Product(url=f"http://127.0.0.1:{port}", var=Path(folder), lines=loaded)
        try:
            _wait_until_ready(process, product, seconds=seconds)
            yield product
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def chromium() -> str | None:
    """The browser's path, or None where there is none."""
    return next((path for path in CHROMIUM_PATHS if Path(path).exists()), None)


def _run(*arguments: str, var: Path, port: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=_environment(var, port),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _environment(var: Path, port: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PARTWISE_", "DJANGO_", "DATABASE"))}
    return {**kept, "PARTWISE_VAR": str(var), "PORT": port, "PYTHONUNBUFFERED": "1"}


def _wait_until_ready(process: subprocess.Popen, product: Product, *, seconds: float) -> None:
    read: Queue[str] = Queue()
    threading.Thread(target=lambda: [read.put(line) for line in process.stdout], daemon=True).start()
    while f"ready {product.url}/" not in product.lines:
        try:
            product.lines.append(read.get(timeout=seconds).rstrip())
        except Empty as silence:
            raise TimeoutError("The product is not ready. It said:\n" + "\n".join(product.lines[-30:])) from silence


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
