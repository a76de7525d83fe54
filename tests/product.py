"""The whole product as a reader's browser meets it: a child process, a folder of its own, a free port."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AUTHOR = ("mara", "slow letters, warm kitchens")
CHROMIUM_PATHS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
LOOK_S = 0.1
GRACE_S = 60  # a sender reads outstanding answers for up to 30 seconds


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
        port = _free_port()
        loaded = _run("demo", var=Path(folder), port=port).splitlines()
        with started(Path(folder), port=port, lines=loaded, seconds=seconds) as product:
            yield product


@contextmanager
def started(var: Path, *, port: str = "", lines: list[str] | None = None, seconds: float = 120) -> Iterator[Product]:
    """The product on data that is there already; stopped with Ctrl-C. Raises TimeoutError with its last lines."""
    port = port or _free_port()
    product = Product(url=f"http://127.0.0.1:{port}", var=var, lines=lines or [])
    # Whoever was started in the background ignores Ctrl-C, and would hand that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=_environment(var, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        reader = _read(process, product)
        try:
            _wait_until_ready(product, reader, seconds=seconds)
            yield product
        finally:
            _stop(process)
            reader.join(timeout=GRACE_S)


def _stop(process: subprocess.Popen) -> None:
    """Ctrl-C; one that does not hear it is killed, and that is told. Raises TimeoutExpired."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


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
    ours = ("PARTWISE_", "DJANGO_", "DATABASE", "PYTEST_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return {**kept, "PARTWISE_VAR": str(var), "PORT": port}


def _read(process: subprocess.Popen, product: Product) -> threading.Thread:
    """Its lines, as they come, so that it never waits for a full pipe."""
    reader = threading.Thread(
        target=lambda: product.lines.extend(line.rstrip() for line in process.stdout), daemon=True
    )
    reader.start()
    return reader


def _wait_until_ready(product: Product, reader: threading.Thread, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while f"ready {product.url}/" not in product.lines:
        reader.join(timeout=LOOK_S)
        if not reader.is_alive() or time.monotonic() > until:
            raise TimeoutError("The product is not ready. It said:\n" + "\n".join(product.lines[-30:]))


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
