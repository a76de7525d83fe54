"""The commands of the compose file, run as processes on this machine: the site answers, and a letter leaves once.

No container is started here: images, networks and volumes are the compose file's own, and were only read.
"""

import os
import re
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException  # noqa: TID251 - a proxy asks the site with it
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection

from newsletter.management.processes import GRACE_S
from newsletter.models import Heartbeat, Issue
from tests.databases import database_url
from tests.factories import due_issue, states
from tests.servers.brokers import own_redis
from tests.servers.smtp import recording_server
from tests.test_compose import SERVICES
from tests.world import build_world

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[1]
KEY = "a key for tests that is long enough for production, and for nothing else"
PATIENCE_S = 120
STAYING = ("web", "scheduler", "sender", "worker")


def command_of(service):
    """As the shell of a container would get it."""
    found = re.search(r"^    command: (?:>-\n((?:      .*\n)+)|(.*)\n)", SERVICES[service], re.MULTILINE)
    return " ".join((found[1] or found[2]).split())


def until(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def machine(port, tmp_path, settings):
    """The environment of the containers, with the services of this machine in place of theirs."""
    if connection.vendor != "postgresql":
        pytest.skip("The compose file has a PostgreSQL; set DATABASE_URL.")
    settings.SECRET_KEY = KEY
    with own_redis() as redis, recording_server() as record:
        yield (
            record,
            {
                **os.environ,
                "PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}",
                "DJANGO_SETTINGS_MODULE": "cms.config.settings.production",
                "DATABASE_URL": database_url(),
                "PARTWISE_BASE_URL": "https://letters.example.org",
                "PARTWISE_BROKER_URL": redis.broker.url,
                "PARTWISE_HOSTS": "letters.example.org",
                "PARTWISE_SMTP_URL": f"smtp://127.0.0.1:{record.port}",
                "PARTWISE_SENDING_DOMAIN": "letters.example.org",
                "PARTWISE_TRANSPORT": "smtp",
                "PARTWISE_VAR": str(tmp_path),
                "SECRET_KEY": KEY,
            },
        )


@contextmanager
def running(service, environment, port):
    """One service's process, with our port and folder in place of the container's."""
    command = command_of(service).replace("--port=8000", f"--port={port}")
    command = command.replace("/var/lib/partwise", environment["PARTWISE_VAR"])
    process = subprocess.Popen(["sh", "-c", f"exec {command}"], cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def answers(port):
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, HTTPException), closing(line):
        line.request("GET", "/privacy/", headers={"Host": "letters.example.org", "X-Forwarded-Proto": "https"})
        answer = line.getresponse()
        return answer.status == 200 and b"<main" in answer.read()
    return False


def hears(broker_url):
    """Whether a worker is there: one that has not begun yet would not stop as it should."""
    with Celery(broker=broker_url) as asking:
        return bool(asking.control.ping(timeout=2))


def test_the_commands_of_the_compose_file_bring_up_a_site_and_hand_letters_over_once(machine, port):
    record, environment = machine
    Path(environment["PARTWISE_VAR"], "media").mkdir()
    newsletter = build_world().newsletter  # another test may have left a database without so much as a root page
    subprocess.run(command_of("migrations"), shell=True, cwd=ROOT, env=environment, check=True)
    issue = due_issue(newsletter)

    with ExitStack() as stack:
        started = {name: stack.enter_context(running(name, environment, port)) for name in STAYING}
        until(lambda: answers(port))
        until(lambda: hears(environment["PARTWISE_BROKER_URL"]))
        until(lambda: Issue.objects.get(pk=issue.pk).state == "handed_over")
        assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}
        assert sorted(record.recipients) == ["ada@example.org", "esra@example.org"]

        assert [name for name, process in started.items() if process.poll() is not None] == []
        for process in started.values():
            process.send_signal(signal.SIGTERM)
        assert {name: process.wait(GRACE_S) for name, process in started.items()} == dict.fromkeys(STAYING, 0)
    assert not Heartbeat.objects.exists()
