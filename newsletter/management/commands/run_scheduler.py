import time

from django.core.management.base import BaseCommand

from cms.clock import database_now
from newsletter.management.looping import Loop
from newsletter.models import Delivery, Heartbeat
from newsletter.prepare import recheck_issue
from newsletter.send import start_due, sweep
from newsletter.sign_up import forget_unconfirmed
from newsletter.sign_up_hearing import hear_sign_ups, remind
from newsletter.subscriptions import lift_pauses
from newsletter.tasks import wake, wake_sender
from series.publish_due import publish_due

WAKE_S = 5.0


class Command(BaseCommand):
    help = "Start what is due, bring back what was lost, finish what is over, until told to stop. Any number may run."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        Loop(Heartbeat.Kind.SCHEDULER).until_stopped(Scheduler().look)


class Scheduler:
    """Ticks, and wakes a worker every few seconds while letters wait, so that more and more of them share the work."""

    def __init__(self) -> None:
        self._woken = float("-inf")

    def look(self) -> bool:
        tick()
        if time.monotonic() - self._woken > WAKE_S and Delivery.objects.due().exists():
            self._woken = time.monotonic()
            wake(wake_sender)
        return False


def tick() -> bool:
    """One look: pages first, because a letter must not lead to a page that is not there."""
    publish_due(now=database_now())
    start_due(recheck=recheck_issue)
    lift_pauses()
    sweep()
    hear_sign_ups()
    remind()
    forget_unconfirmed()
    return False
