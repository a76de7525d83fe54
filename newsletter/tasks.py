"""Wakes: they take nothing and know nothing. A lost one costs a second, a doubled one nothing."""

import secrets
import time
from contextlib import closing
from datetime import datetime
from functools import cache

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

from cms.clock import database_now
from newsletter import deliverability, round_trip
from newsletter.asking import work_on_askings
from newsletter.conf import conf
from newsletter.exporting.work import work_on_exports
from newsletter.importing.work import work_on_imports
from newsletter.pipeline.assure import assure_ground
from newsletter.prepare import recheck_issue
from newsletter.send import start_due, sweep
from newsletter.sender import Sender, Trouble
from newsletter.transports.choose import chosen_transport

AT_MOST_S = 50.0  # then the worker is free for other tasks, and the next wake goes on
STALE_S = 10.0  # by then the scheduler, which looks every five seconds, has published another while letters wait


@task()
def wake_scheduler(published: str = "") -> None:
    """One tick of the scheduler."""
    if is_stale(published):
        return
    start_due(recheck=recheck_issue)
    sweep()


@task()
def wake_sender(published: str = "") -> None:
    """The sender's loop, as long as letters wait and for at most 50 seconds."""
    if is_stale(published):
        return
    assure_ground()
    _deliver_until(time.monotonic() + AT_MOST_S)


@task()
def look_at_domain() -> None:
    """Look at the sending domain from outside, if somebody wished for it."""
    deliverability.look_if_wished()


def wish_for_look(*, nightly: bool = False) -> bool:
    """Tell a worker to look at the sending domain; False where one was told already."""
    is_new = deliverability.wish_nightly() if nightly else deliverability.wish()
    if is_new:
        look_at_domain.enqueue()
    return is_new


@task()
def send_round_trip() -> None:
    """Mail a bounce to ourselves, if somebody wished for it."""
    round_trip.send_if_wished()


def wish_for_round_trip() -> bool:
    """Tell a worker to try the way back; False where one was told already, or where it cannot be tried."""
    is_new = round_trip.wish()
    if is_new:
        send_round_trip.enqueue()
    return is_new


@task()
def wake_importer() -> None:
    """Exports of readers, then imports and questions for at most 50 seconds; what is left gets another turn."""
    run, end = secrets.token_hex(16), time.monotonic() + AT_MOST_S

    def is_over() -> bool:
        return time.monotonic() > end

    work_on_exports(run=run)
    if any([work_on_imports(run=run, over=is_over), work_on_askings(over=is_over)]):
        wake_importer.enqueue()


def call_importer() -> None:
    """After the commit; no loop looks for files of readers, so a worker is told in any case."""
    transaction.on_commit(wake_importer.enqueue)


def wake(sleeper: Task) -> None:
    """After the commit, tell a worker; where there is no broker, the loops look every second by themselves."""
    if conf().has_broker:
        transaction.on_commit(lambda: sleeper.enqueue(database_now().isoformat()))


def is_stale(published: str) -> bool:
    """Whether a wake lay in the queue for so long that newer ones lie behind it: else they keep other tasks waiting.

    By the database's clock, since the machines' may differ; one that was published without a moment is never stale.
    """
    if not published:
        return False
    return (database_now() - datetime.fromisoformat(published)).total_seconds() > STALE_S


@cache
def trouble() -> Trouble:
    """What this process knows of its route, from one wake to the next."""
    return Trouble()


def _deliver_until(end: float) -> None:
    def is_over() -> bool:
        return time.monotonic() > end

    run = secrets.token_hex(16)
    with closing(chosen_transport(conf(), stopping=is_over)) as transport:
        sender = Sender(transport, run=run, stopping=is_over, rest=time.sleep, trouble=trouble())
        while not is_over() and sender.look():
            pass
