"""Several senders claim at the same moment, and one may be stopped in the middle of it: real sessions."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from cms import database
from cms.clock import database_now
from newsletter.management.looping import Loop
from newsletter.models import Delivery, Heartbeat
from newsletter.models.throttles import Tokens
from newsletter.pipeline import claim
from newsletter.send import start
from newsletter.sender import Sender
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, unasked

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
PATIENCE_S = 60


@pytest.fixture
def bounded(monkeypatch):
    """Sessions as a sender has them, with a second in place of ten for one that sleeps inside a transaction."""
    monkeypatch.setattr(database, "IDLE_S", 1)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", dict(connection.settings_dict["OPTIONS"]))
    database.bound_sessions(statement_s=database.SENDER_S)
    yield
    connection.close()


@pytest.fixture
def beside():
    """Runs something in a thread with a session of its own."""
    pool = ThreadPoolExecutor()

    def closing(deed, *args):
        try:
            return deed(*args)
        finally:
            connection.close()

    with pool:
        yield lambda deed, *args: pool.submit(closing, deed, *args)


def test_a_sender_that_was_stopped_inside_its_claim_does_not_keep_the_others_for_ever(issue, chosen, bounded, beside):
    chosen(per_second=50.0)
    holds, goes_on = threading.Event(), threading.Event()

    def stopped():
        with transaction.atomic():
            Tokens.taken_up(database_now())
            holds.set()
            goes_on.wait(PATIENCE_S)
            Delivery.objects.exists()

    first = beside(stopped)
    holds.wait(PATIENCE_S)
    loop, transport = Loop(Heartbeat.Kind.SENDER), MemoryTransport()
    sender = Sender(transport, run=loop.run, stopping=loop.interrupted, rest=loop.rest)
    until(lambda: loop._looked(sender.look) and len(transport.kept) == 2)
    goes_on.set()

    with pytest.raises(database.AWAY):
        first.result(PATIENCE_S)


def test_a_sender_that_waits_too_long_for_the_row_looks_again(issue, chosen, bounded, beside, caplog):
    chosen(per_second=50.0)
    holds, lets_go = threading.Event(), threading.Event()

    def busy():
        with transaction.atomic():
            Tokens.taken_up(database_now())
            holds.set()
            while not lets_go.wait(0.1):
                Delivery.objects.exists()

    first = beside(busy)
    holds.wait(PATIENCE_S)
    loop, transport = Loop(Heartbeat.Kind.SENDER), MemoryTransport()
    sender = Sender(transport, run=loop.run, stopping=loop.interrupted, rest=loop.rest)
    found = loop._looked(sender.look)
    lets_go.set()
    first.result(PATIENCE_S)

    assert (found, transport.kept) == (False, [])
    assert "keeps us waiting" in caplog.text
    until(lambda: loop._looked(sender.look) and len(transport.kept) == 2)


def test_two_senders_together_claim_no_more_than_a_new_domain_may_today(cast, chosen, beside, monkeypatch):
    for number in range(30):
        cast.add_reader(f"reader{number}", at="gmail.com")
    start(due_issue(cast.newsletter).pk, recheck=unasked)
    chosen(warm_up={"since": database_now().date(), "first_day": 10})
    claim.claim_deliveries(1, run="earlier")
    picked, both = claim._picked, threading.Barrier(2)

    def slowly(*args):
        ids = picked(*args)
        sleep(1.0)  # long enough for the other to look at what is left
        return ids

    def claimed(run):
        connection.ensure_connection()
        both.wait(PATIENCE_S)
        claim.claim_deliveries(12, run=run)  # of 32, so that there are free rows for the other

    monkeypatch.setattr(claim, "_picked", slowly)
    for one in [beside(claimed, run) for run in ("a", "b")]:
        one.result(PATIENCE_S)

    assert Delivery.objects.filter(receiver="gmail", state="claimed").count() == 10


def until(condition):
    for _ in range(1_000):
        if condition():
            return
    raise AssertionError
