"""A real sender, a real server, a kill: nothing lost, nothing doubled, at most one letter per connection in doubt."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from cms.clock import Now
from newsletter.models import Delivery, Heartbeat, Issue
from newsletter.send import start, sweep
from tests.databases import database_url
from tests.factories import due_issue, unasked
from tests.servers.smtp import recording_server

SENDING = Path(__file__).parents[2] / "servers" / "sending.py"
PATIENCE_S = 60
READERS = 20
STOP_S = 0.5

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server():
    with recording_server() as record:
        record.offers = ("PIPELINING",)
        record.answer_after_s = 0.02
        yield record


@pytest.fixture
def leaving(cast):
    """An issue with twenty recipients."""
    for number in range(READERS - 2):
        cast.add_reader(f"reader{number}")
    issue = due_issue(cast.newsletter)
    start(issue.pk, recheck=unasked)
    return issue


@pytest.fixture
def sender(server):
    """Starts senders, and ends those that are left."""
    started = []

    def start_sender(connections=8):
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "cms.config.settings.test",
        }
        process = subprocess.Popen(
            [sys.executable, SENDING, str(server.port), str(STOP_S), str(connections)],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start_sender
    for process in started:
        process.kill()
        process.wait()


def until(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def settled():
    """What the sweep does once the leases of a dead sender are over, without the wait."""
    Delivery.objects.filter(state__in=["claimed", "marked"]).update(lease_until=Now() - timedelta(seconds=1))
    sweep()


@pytest.mark.parametrize(("after", "connections"), [(1, 1), (4, 8), (9, 8)])
def test_a_killed_sender_loses_nothing_and_doubles_nothing(server, leaving, sender, after, connections):
    server.offers = ("PIPELINING",) if connections > 1 else ()
    killed = sender(connections)
    until(lambda: len(server.accepted) >= after)
    killed.kill()
    killed.wait()
    settled()
    sender()
    until(lambda: sweep() or Issue.objects.get(pk=leaving.pk).state == "handed_over")

    counts = Delivery.objects.of_issue(leaving.pk).counts()
    uncertain = counts.get("uncertain", 0)
    assert len(server.recipients) == len(set(server.recipients))
    assert uncertain <= connections
    assert counts["handed_over"] + uncertain == READERS
    assert len(server.recipients) >= counts["handed_over"]


def test_a_sender_that_is_asked_to_stop_leaves_nothing_in_doubt(server, leaving, sender):
    stopped = sender()
    until(lambda: len(server.accepted) >= 3)
    stopped.send_signal(signal.SIGTERM)

    assert stopped.wait(PATIENCE_S) == 0
    counts = Delivery.objects.of_issue(leaving.pk).counts()
    assert set(counts) == {"handed_over", "pending"}
    assert counts["handed_over"] == len(server.accepted)
    assert not Heartbeat.objects.exists()


def test_a_stop_while_the_server_is_silent_leaves_one_letter_in_doubt_at_once(server, leaving, sender):
    server.faults["ada"] = "silence after dot"
    stopped = sender()
    until(lambda: "ada@example.org" in server.recipients)
    stopped.send_signal(signal.SIGTERM)

    assert stopped.wait(PATIENCE_S) == 0
    counts = Delivery.objects.of_issue(leaving.pk).counts()
    assert counts["uncertain"] == 1
    assert set(counts) <= {"handed_over", "pending", "uncertain"}


def test_a_second_request_to_stop_is_obeyed_at_once(server, leaving, sender):
    server.faults["ada"] = "silence after dot"
    stopped = sender()
    until(lambda: "ada@example.org" in server.recipients)
    for _ in range(2):
        stopped.send_signal(signal.SIGTERM)
        time.sleep(0.05)  # two signals that come together are one

    assert stopped.wait(PATIENCE_S) in {1, -signal.SIGTERM}
    settled()
    assert Delivery.objects.of_issue(leaving.pk).counts()["uncertain"] <= 8


def test_two_senders_share_the_work(server, leaving, sender):
    sender()
    sender()
    until(lambda: sweep() or Issue.objects.get(pk=leaving.pk).state == "handed_over")

    assert sorted(server.recipients) == sorted(set(server.recipients))
    assert len(server.recipients) == READERS
