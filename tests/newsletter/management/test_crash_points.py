"""A sender dies at every boundary of a message's way, one after the other; each time the ledger says what is true."""

import signal
import time
from contextlib import closing
from datetime import timedelta
from itertools import product

import pytest

from cms.clock import Now
from newsletter.models import Delivery, Issue
from newsletter.send import start, sweep
from tests.cast import build_cast, suppress
from tests.factories import due_issue, unasked
from tests.newsletter.management.test_sender_ends import database_url
from tests.servers.deadly import deadly_server
from tests.torture.deadly_ledger import EPITAPH
from tests.torture.processes import Nursery, is_alive, strike, wait_gone

PATIENCE_S = 60

# The boundary at which the server sees its client die, and what the ledger says once the lease is over.
ON_THE_WIRE = {
    "greeting": "pending",
    "ehlo": "pending",
    "mail": "pending",
    "rcpt": "pending",
    "data": "pending",
    "body": "pending",
    "dot": "uncertain",
    "recorded": "uncertain",
}

# What the server says, where; and the state once that is written down.
ANSWERS = {
    "250 at dot": ({}, "handed_over"),
    "451 at dot": ({"dot": "451 4.3.0 later"}, "pending"),
    "550 at dot": ({"dot": "550 5.1.1 nobody"}, "refused"),
    "nothing at dot": ({"dot": ""}, "uncertain"),
    "451 at rcpt": ({"rcpt": "451 4.3.0 later"}, "pending"),
    "550 at rcpt": ({"rcpt": "550 5.1.1 nobody"}, "refused"),
    "451 at data": ({"data": "451 4.3.0 later"}, "pending"),
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server():
    with deadly_server() as script:
        yield script


@pytest.fixture(scope="module")
def nursery(django_db_setup, server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nursery")
    with closing(Nursery(folder, database_url=database_url(), port=server.port)) as nursery:
        yield nursery


@pytest.fixture
def letter(db):
    """An issue with one recipient."""
    cast = build_cast()
    suppress("esra@example.org")
    issue = due_issue(cast.newsletter)
    start(issue.pk, recheck=unasked)
    return Delivery.objects.get(issue=issue)


def after_the_lease(letter):
    """What the sweep makes of it once the lease of the dead sender is over."""
    Delivery.objects.filter(state__in=["claimed", "marked"]).update(lease_until=Now() - timedelta(seconds=1))
    sweep()
    return Delivery.objects.get(pk=letter.pk).state


def in_the_end(letter, nursery):
    """Where another sender brings it."""
    another = nursery.start("run_sender")
    until = time.monotonic() + PATIENCE_S
    while Issue.objects.get(pk=letter.issue_id).state != "handed_over":
        assert time.monotonic() < until
        time.sleep(0.02)
        sweep()
    strike(another, signal.SIGTERM)
    assert wait_gone(another, patience_s=PATIENCE_S)
    return Delivery.objects.get(pk=letter.pk).state


def check_the_end(letter, nursery, server, state):
    """Whatever happened: what waits is handed over later, nothing arrives twice, and the ledger knows what arrived."""
    end = in_the_end(letter, nursery)

    assert end == ("handed_over" if state == "pending" else state)
    assert len(server.accepted) <= 1
    assert end != "handed_over" or len(server.accepted) == 1
    assert end in {"handed_over", "uncertain"} or not server.accepted


@pytest.mark.parametrize("pipelining", [True, False], ids=["pipelining", "step by step"])
@pytest.mark.parametrize("boundary", ON_THE_WIRE)
def test_death_on_the_wire(boundary, pipelining, letter, server, nursery):
    victims = []

    def kill(stage):
        if stage == boundary and victims:
            victim = victims.pop()
            strike(victim, signal.SIGKILL)
            wait_gone(victim, patience_s=PATIENCE_S)

    server.begin(at=kill, pipelining=pipelining)
    victims.append(nursery.start("run_sender"))
    victim = victims[0]

    assert wait_gone(victim, patience_s=PATIENCE_S)
    state = after_the_lease(letter)
    # The mark is committed as soon as the last byte of the body has left, so the blow may fall on either side of it.
    assert state in {ON_THE_WIRE[boundary], "uncertain" if boundary == "body" else ON_THE_WIRE[boundary]}
    check_the_end(letter, nursery, server, state)


def expected(moment, answer):
    """The state after the lease: what was not committed did not happen, and what is marked is in doubt."""
    when, kind = moment.split()
    _, said = ANSWERS[answer]
    if kind == "claim" or moment == "before mark":
        return "pending"
    if moment == "after mark":
        return "uncertain"
    if when == "after":
        return said
    return "uncertain" if answer.endswith("dot") else "pending"


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        *product(["before claim", "after claim", "before mark", "after mark"], ["250 at dot"]),
        *product(["before receipt", "after receipt"], ANSWERS),
    ],
)
def test_death_at_a_commit(moment, answer, letter, server, nursery):
    server.begin(replies=dict(ANSWERS[answer][0]))
    victim = nursery.start(f"run_sender, {moment}")

    assert wait_gone(victim, patience_s=PATIENCE_S)
    assert nursery.errors.read_text().endswith(f"{EPITAPH} {moment}\n")
    state = after_the_lease(letter)
    assert state == expected(moment, answer)
    check_the_end(letter, nursery, server, state)


def test_the_processes_that_are_struck_are_senders_that_work(letter, server, nursery):
    server.begin()

    assert in_the_end(letter, nursery) == "handed_over"
    assert not [pid for pid in nursery._started if is_alive(pid)]
