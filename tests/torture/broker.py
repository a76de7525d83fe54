"""Letters leave by workers of a broker alone, and the broker forgets its queue or dies while they do."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

QUEUE = "TORTURE_QUEUE"  # in the environment of the processes: a queue of the run's own


def choose_queue() -> None:
    """In the process that the others are forked from: wakes go to the run's own queue."""
    from django_tasks import task_backends

    if os.environ.get(QUEUE):
        task_backends["default"]._queue = os.environ[QUEUE]  # it was made when the tasks were imported


def work() -> None:
    """The life of one Celery worker."""
    from cms.config.celery import app

    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"]
    name = ["--hostname", f"{os.getpid()}@torture", "--queues", os.environ[QUEUE]]
    app.worker_main(["worker", "--pool", "solo", *quiet, *name])


@contextmanager
def struck(kind: str) -> Iterator[dict]:
    """The deeds for a run whose wakes go over Redis or RabbitMQ. Raises pytest's Skipped where there is none."""
    from tests.servers.brokers import own_redis, rabbitmq

    if kind == "redis":
        with own_redis() as redis:
            _tell_processes(redis.broker)
            yield {"flush broker": redis.flush, "kill broker": redis.restart}
    else:
        with rabbitmq() as broker:
            _tell_processes(broker)
            yield {"flush broker": broker.purge}


def _tell_processes(broker) -> None:
    os.environ["PARTWISE_BROKER_URL"], os.environ[QUEUE] = broker.url, broker.queue
