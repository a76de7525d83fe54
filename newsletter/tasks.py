"""Wakes: they take nothing and know nothing. A lost one costs a second, a doubled one nothing."""

import secrets

from django_tasks import task

from newsletter.conf import conf
from newsletter.prepare import recheck_issue
from newsletter.send import deliver, start_due, sweep
from newsletter.transports.choose import chosen_transport

AT_ONCE = 50


@task()
def wake_scheduler() -> None:
    """One tick of the scheduler."""
    start_due(recheck=recheck_issue)
    sweep()


@task()
def wake_sender() -> None:
    """One batch of the sender."""
    deliver(transport=chosen_transport(conf()), run=secrets.token_hex(16), limit=AT_ONCE)
