"""The engine only wakes: with none, one or another, twice, lost or killed, the letters end the same way."""

import os
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django_tasks import task_backends
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.clock import Now
from newsletter.management.commands.run_scheduler import Scheduler
from newsletter.models import Delivery, Issue
from newsletter.send import start, sweep
from newsletter.tasks import wake, wake_scheduler, wake_sender
from tests.factories import due_issue, states, unasked
from tests.servers.brokers import own_redis, rabbitmq, workers
from tests.servers.smtp import recording_server

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_S = 120
CONNECTIONS = 8  # of each sender, unless PARTWISE_SMTP_CONNECTIONS says otherwise
READERS = 80  # more than one worker claims at once, so that others have work too
BOTH = {"ada": "handed_over", "esra": "handed_over"}
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def server(settings):
    """The next server, which is also the witness; every process hands over to it."""
    with recording_server() as record:
        own = {"transport": "smtp", "smtp_url": f"smtp://127.0.0.1:{record.port}"}
        settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**settings.PARTWISE["newsletter"], **own}}
        yield record


@pytest.fixture
def issue(cast):
    return due_issue(cast.newsletter)


@pytest.fixture
def rabbit():
    with rabbitmq() as broker:
        yield broker


def with_broker(settings, broker):
    settings.TASKS = broker.tasks
    own = {**settings.PARTWISE["newsletter"], "has_broker": True}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": own}


def a_machine(server, broker, tmp_path):
    """The environment of a worker elsewhere: the same database, broker and next server."""
    facts = connection.settings_dict
    address = f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT'] or 5432}/{facts['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite://{facts['NAME']}" if connection.vendor == "sqlite" else address,
        "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev",
        "PARTWISE_BROKER_URL": broker.url,
        "PARTWISE_SENDING_DOMAIN": "letters.example.org",
        "PARTWISE_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        "PARTWISE_TRANSPORT": "smtp",
        "PARTWISE_VAR": str(tmp_path),
        "SECRET_KEY": "only for tests",
    }


def until(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ended(issue):
    sweep()
    return Issue.objects.get(pk=issue.pk).state == "handed_over"


def run_database_worker():
    call_command("db_worker", "--batch", "--no-startup-delay", "--no-reload", verbosity=0)


def test_at_once_in_this_process(server, issue):
    wake_scheduler.enqueue()
    wake_sender.enqueue()

    assert ended(issue)
    assert states(issue) == BOTH
    assert sorted(server.recipients) == ["ada@example.org", "esra@example.org"]


def test_by_rows_in_the_database_each_twice(server, issue, settings):
    settings.TASKS = DATABASE

    for wakes in (wake_scheduler, wake_sender) * 2:
        wakes.enqueue()
    run_database_worker()

    assert ended(issue)
    assert states(issue) == BOTH
    assert sorted(server.recipients) == ["ada@example.org", "esra@example.org"]


def test_over_rabbitmq_each_twice(server, issue, settings, rabbit, tmp_path):
    with_broker(settings, rabbit)

    with workers(rabbit, 1, environment=a_machine(server, rabbit, tmp_path)):
        for wakes in (wake_scheduler, wake_sender) * 2:
            wakes.enqueue()
        until(lambda: ended(issue))

    assert states(issue) == BOTH
    assert sorted(server.recipients) == ["ada@example.org", "esra@example.org"]


def test_a_task_that_was_killed_while_it_ran_changes_nothing(server, issue, settings):
    """django-tasks-db leaves such a row RUNNING for ever."""
    settings.TASKS = DATABASE
    for wakes in (wake_scheduler, wake_sender):
        wakes.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    run_database_worker()
    assert states(issue) == {}

    for wakes in (wake_scheduler, wake_sender):
        wakes.enqueue()
    run_database_worker()

    assert ended(issue)
    assert states(issue) == BOTH
    assert len(server.recipients) == 2


@pytest.mark.parametrize("lose", ["flush", "kill"])
def test_what_a_broker_loses_the_loops_do(server, issue, settings, lose):
    with own_redis() as redis:
        with_broker(settings, redis.broker)
        wake_scheduler.enqueue()
        wake_sender.enqueue()
        getattr(redis, lose)()

        tick = Scheduler()
        tick.look()  # its own wake is lost as well where the broker is gone
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
        wake_sender.enqueue()

    assert ended(issue)
    assert states(issue) == BOTH
    assert len(server.recipients) == 2


def test_a_broker_that_is_away_costs_the_person_at_the_desk_a_moment_and_no_error(settings, issue, caplog):
    with own_redis() as redis:
        with_broker(settings, redis.broker)
        redis.kill()

        with transaction.atomic():
            wake(wake_sender)

    assert "the broker is away" in caplog.text
    assert states(issue) == {}


def test_a_wake_is_published_after_the_commit_only(settings, issue, monkeypatch):
    published = []
    with own_redis() as redis:
        with_broker(settings, redis.broker)
        monkeypatch.setattr(task_backends["default"], "enqueue", lambda *asked: published.append(asked))

        with transaction.atomic():
            wake(wake_sender)
            before = list(published)
        with transaction.atomic():
            wake(wake_sender)
            transaction.set_rollback(True)

    assert before == []
    assert len(published) == 1


def test_without_a_broker_nobody_is_woken(issue):
    """Tasks of this suite run at once: a wake would hand over here, inside somebody's request."""
    start(issue.pk, recheck=unasked)

    wake(wake_sender)

    assert states(issue) == {"ada": "pending", "esra": "pending"}


def test_a_worker_calls_tasks_only(server, issue, settings, rabbit, tmp_path):
    mark = tmp_path / "var"

    with workers(rabbit, 1, environment=a_machine(server, rabbit, mark)):
        rabbit.publish("os.abort")
        with_broker(settings, rabbit)
        wake_scheduler.enqueue()
        wake_sender.enqueue()
        until(lambda: ended(issue))

    assert states(issue) == BOTH


def test_three_machines_share_the_work_and_one_of_them_dies(server, cast, settings, rabbit, tmp_path):
    """Workers as separate processes against PostgreSQL and RabbitMQ."""
    if connection.vendor != "postgresql":
        pytest.skip("More than one machine needs PostgreSQL; set DATABASE_URL.")
    for number in range(READERS - 2):
        cast.add_reader(f"reader{number}")
    issue = due_issue(cast.newsletter)
    start(issue.pk, recheck=unasked)
    server.answer_after_s = 0.5  # so that one alone is not done before the others begin
    with_broker(settings, rabbit)
    letters = Delivery.objects.of_issue(issue.pk)

    with workers(rabbit, 3, environment=a_machine(server, rabbit, tmp_path)) as machines:
        for _ in range(3):
            wake_sender.enqueue()
        until(lambda: len(server.accepted) > 5 and letters.values("lease_token").distinct().count() > 1)
        machines[0].kill()
        in_hand = letters.filter(state__in=["claimed", "marked"])
        # The living finish what they hold; then at most the dead one's letters are left.
        until(lambda: not letters.due().exists() and in_hand.values("lease_token").distinct().count() <= 1)
        for letter in in_hand.values_list("pk", flat=True):  # one by one, as nobody waits for two rows of a sender
            in_hand.filter(pk=letter).update(lease_until=Now() - timedelta(seconds=1))
        sweep()
        wake_sender.enqueue()
        until(lambda: ended(issue))

    counts = letters.counts()
    assert len(server.recipients) == len(set(server.recipients))
    # One for each connection; a lease of the living may have been ended here as well.
    assert counts.get("uncertain", 0) <= 3 * CONNECTIONS
    assert counts["handed_over"] + counts.get("uncertain", 0) == READERS
    assert len(server.recipients) >= counts["handed_over"]
