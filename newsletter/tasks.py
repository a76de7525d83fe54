"""Wakes: they take nothing and know nothing. A lost one costs a second, a doubled one nothing."""

import logging
import secrets
import time
from contextlib import closing

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

from newsletter.conf import conf
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.pipeline.assure import assure_ground
from newsletter.prepare import recheck_issue
from newsletter.send import deliver, hold_running, start_due, sweep
from newsletter.transports.base import RouteFailed
from newsletter.transports.choose import chosen_transport

AT_ONCE = 50
AT_MOST_S = 50.0  # then the worker is free for other tasks, and the next wake goes on

log = logging.getLogger(__name__)


@task()
def wake_scheduler() -> None:
    """One tick of the scheduler."""
    start_due(recheck=recheck_issue)
    sweep()


@task()
def wake_sender() -> None:
    """The sender's loop, as long as letters wait and for at most 50 seconds."""
    assure_ground()
    _deliver_until(time.monotonic() + AT_MOST_S)


def wake(sleeper: Task) -> None:
    """After the commit, tell a worker; where there is no broker, the loops look every second by themselves."""
    if conf().has_broker:
        transaction.on_commit(sleeper.enqueue)


def _deliver_until(end: float) -> None:
    def is_over() -> bool:
        return time.monotonic() > end

    run = secrets.token_hex(16)
    with closing(chosen_transport(conf(), stopping=is_over)) as transport:
        try:
            while not is_over() and deliver(transport=transport, run=run, limit=AT_ONCE, stopping=is_over):
                pass
        except RouteFailed as failed:
            log.warning("the route is closed; the next wake tries again")
            if failed.is_refused:
                hold_running(Hold(reason=HoldReason.ROUTE_REFUSES, detail=str(failed)))
