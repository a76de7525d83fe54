"""A real sender whose disk is full for a while: RLIMIT_FSIZE makes each of its writes fail, as a full disk does."""

import resource
import signal
import time

import pytest
from django.db import connection

from newsletter.models import Delivery, Issue
from newsletter.send import sweep
from tests.newsletter.management.test_sender_ends import (
    PATIENCE_S,
    READERS,
    leaving,  # noqa: F401 - a fixture
    sender,  # noqa: F401 - a fixture
    server,  # noqa: F401 - a fixture
    settled,
    until,
)

pytestmark = pytest.mark.django_db(transaction=True)

FULL, FREE = (0, resource.RLIM_INFINITY), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
QUIET_S = 1.5  # longer than a sender waits between two tries


@pytest.fixture
def full(server, leaving, sender):  # noqa: F811 - the fixtures
    """A sender in the middle of an issue that can write nothing any more, once no letter follows."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL writes by itself, and not the sender.")
    server.answer_after_s = 0.1
    started = sender(2)
    until(lambda: len(server.accepted) >= 3)
    resource.prlimit(started.pid, resource.RLIMIT_FSIZE, FULL)
    until(lambda: still(server))
    return started


def still(server):  # noqa: F811 - the fixture
    """Whether no letter has come for a while."""
    before = len(server.accepted)
    time.sleep(QUIET_S)
    return len(server.accepted) == before


def test_while_the_disk_is_full_no_letter_leaves_and_afterwards_all_do_once(full, server, leaving):  # noqa: F811
    assert len(server.accepted) < READERS
    assert full.poll() is None

    resource.prlimit(full.pid, resource.RLIMIT_FSIZE, FREE)
    until(lambda: sweep() or Issue.objects.get(pk=leaving.pk).state == "handed_over")

    assert Delivery.objects.of_issue(leaving.pk).counts() == {"handed_over": READERS}
    assert len(server.recipients) == len(set(server.recipients)) == READERS


def test_a_sender_that_cannot_write_leaves_when_it_is_asked_twice_and_its_successor_ends_the_issue(
    full,
    server,  # noqa: F811
    leaving,  # noqa: F811
    sender,  # noqa: F811
):
    while full.poll() is None:
        full.send_signal(signal.SIGTERM)  # the first one lets it try to write what it has heard
        time.sleep(0.2)
    full.wait(PATIENCE_S)
    settled()
    sender()
    until(lambda: sweep() or Issue.objects.get(pk=leaving.pk).state == "handed_over")

    counts = Delivery.objects.of_issue(leaving.pk).counts()
    assert len(server.recipients) == len(set(server.recipients))
    assert counts.get("uncertain", 0) <= 2
    assert counts["handed_over"] + counts.get("uncertain", 0) == READERS
