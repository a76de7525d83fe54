"""Brokers for tests: the RabbitMQ of this machine with a queue of our own, or a Redis that a test may kill."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import pytest
from amqp.exceptions import NotFound
from kombu import Connection
from kombu.exceptions import OperationalError

from cms.config.celery import RUN, app_for

ROOT = Path(__file__).resolve().parents[2]
AMQP_URL = os.environ.get("AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//")
PATIENCE_S = 30


@dataclass
class Broker:
    url: str
    queue: str

    @property
    def tasks(self) -> dict:
        """settings.TASKS for a process that publishes here."""
        options = {"broker_url": self.url, "queue": self.queue}
        return {"default": {"BACKEND": "cms.config.celery.CeleryBackend", "OPTIONS": options}}

    def purge(self) -> None:
        """All that waits in the queue is gone; before anybody has published there is none."""
        with Connection(self.url) as connection, suppress(NotFound):
            connection.default_channel.queue_purge(self.queue)

    def publish(self, path: str) -> None:
        """A task as anybody could write one who can reach the broker."""
        app_for(self.url).send_task(RUN, args=[path, [], {}], queue=self.queue, retry=False)


@contextmanager
def rabbitmq():
    """Skips where no RabbitMQ answers."""
    broker = Broker(AMQP_URL, f"partwise-test-{token_hex(6)}")
    try:
        with Connection(broker.url, connect_timeout=3) as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
    except (OperationalError, OSError) as away:
        pytest.skip(f"No RabbitMQ answers ({type(away).__name__}); .ci/broker starts one.")
    try:
        yield broker
    finally:
        with Connection(broker.url) as connection:
            connection.default_channel.queue_delete(broker.queue)


class OwnRedis:
    """A Redis on a free port that keeps nothing on disk; `kill` ends it at once."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.broker = Broker(f"redis://127.0.0.1:{self.port}/0", "partwise-test")
        self._begin()

    def flush(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(b"FLUSHALL\r\n")
            assert line.recv(16).startswith(b"+OK")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        """It dies, and begins anew with nothing."""
        self.kill()
        self._begin()

    def _begin(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/")
        _wait_for_port(self.port)


@contextmanager
def own_redis():
    """Skips where Redis is not installed."""
    if not shutil.which("redis-server"):
        pytest.skip("No redis-server is installed; .ci/broker installs one.")
    redis = OwnRedis()
    try:
        yield redis
    finally:
        redis.kill()


@contextmanager
def workers(broker, count, *, environment):
    """So many real Celery workers, each a process of its own."""
    command = [sys.executable, "-m", "celery", "--app", "cms.config.celery", "worker", "--pool", "solo"]
    command += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING", "--queues", broker.queue]
    names = [f"{token_hex(4)}@test" for _ in range(count)]
    running = [
        subprocess.Popen([*command, "--hostname", name], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        for name in names
    ]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


def _wait_for_port(port):
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
