import socket
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.clock import database_now
from newsletter import sender, tasks
from newsletter.core.subscriber_files.basis import Basis, BasisKind
from newsletter.importing.deeds import read
from newsletter.importing.files import open_job
from newsletter.models import Delivery, ImportJob
from newsletter.send import start
from newsletter.tasks import wake_importer, wake_scheduler, wake_sender
from newsletter.transports.choose import memory
from tests.factories import due_issue, states, unasked


@pytest.fixture(autouse=True)
def _new_process():
    """Nothing is known of the route, and no letter was kept, as in a worker that has just begun."""
    tasks.trouble.cache_clear()
    yield
    tasks.trouble.cache_clear()
    memory().kept.clear()


@pytest.fixture
def dead_relay(chosen):
    """Nobody listens at its port."""
    with socket.create_server(("127.0.0.1", 0)) as closed_port:
        url = f"smtp://127.0.0.1:{closed_port.getsockname()[1]}"
    chosen(transport="smtp", smtp_url=url)


def test_two_wakes_do_what_the_loops_would(cast):
    issue = due_issue(cast.newsletter)

    for _ in range(2):
        wake_scheduler.enqueue()
        wake_sender.enqueue()

    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}
    assert len(memory().kept) == 2


def test_a_wake_goes_on_while_a_limit_of_pace_lets_letters_through_one_by_one(cast, chosen):
    for number in range(18):
        cast.add_reader(f"reader{number}")
    start(due_issue(cast.newsletter).pk, recheck=unasked)
    chosen(per_second=20.0)

    wake_sender.enqueue()

    assert len(memory().kept) == 20


def test_while_the_relay_is_dead_wakes_are_short_and_ask_it_less_and_less(issue, dead_relay):
    wake_sender.enqueue()
    claims = list(Delivery.objects.values_list("claims", flat=True))
    for _ in range(3):
        wake_sender.enqueue()

    assert list(Delivery.objects.values_list("claims", flat=True)) == claims
    assert not tasks.trouble().is_waited_out


def test_a_relay_that_stays_dead_holds_the_issue_for_a_person(issue, dead_relay, monkeypatch):
    monkeypatch.setattr(sender, "FIRST_WAIT_S", 0.0)
    monkeypatch.setattr(sender, "LONGEST_WAIT_S", 0.0)
    for _ in range(sender.ENOUGH_TRIES):
        wake_sender.enqueue()

    issue.refresh_from_db()
    assert (issue.state, issue.hold_reason) == ("held", "route_unreachable")


@pytest.mark.parametrize(("age_s", "state"), [(tasks.STALE_S + 1, "pending"), (1, "handed_over")])
def test_a_wake_that_lay_in_the_queue_for_long_is_over_at_once(issue, age_s, state):
    wake_sender.enqueue((database_now() - timedelta(seconds=age_s)).isoformat())

    assert set(states(issue).values()) == {state}


def test_a_wake_of_the_importer_does_what_waits(cast):
    job = open_job([SimpleUploadedFile("list.txt", b"fay@example.org")], newsletter=cast.newsletter, by=None)
    read(job, tables=job.read_tables, basis=Basis(kind=BasisKind.UNKNOWN))
    wake_importer.enqueue()

    assert ImportJob.objects.get().counts == {"pending": 1}
