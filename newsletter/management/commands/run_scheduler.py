import logging
import time

from django.core.management.base import BaseCommand

from cms.clock import database_now
from cms.database import AWAY, SCHEDULER_S, bound_sessions
from newsletter.core.failures import where
from newsletter.courses.tending import look_after_courses, look_after_letters, tend_courses
from newsletter.events.hear import hear_waiting
from newsletter.exporting.deeds import forget_exports
from newsletter.importing.deeds import forget_imports
from newsletter.management.looping import Loop
from newsletter.models import Asking, Delivery, Heartbeat, ImportJob, ReaderExport, WrongTokens
from newsletter.pipeline.plan_parts import AT_ONCE
from newsletter.prepare import recheck_issue
from newsletter.retention import clear_old
from newsletter.send import start_due, sweep
from newsletter.sign_up import forget_unconfirmed
from newsletter.sign_up_hearing import hear_sign_ups, remind
from newsletter.subscriptions import lift_pauses
from newsletter.tasks import wake, wake_importer, wake_sender, wish_for_look
from series.publish_due import publish_due

HEAR_S = 2.0  # of a look: what others told us keeps nothing that is due waiting for longer
WAKE_S = 5.0
CLEAR_S = 3600.0
WISH_S = 60.0  # also for a look at what the answers say of courses
LETTERS_S = 5.0
THOROUGHLY_S = 600.0
IMPORTER_S = 60.0  # a worker that was killed is followed by another; usually nobody waits

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Start what is due, bring back what was lost, finish what is over, until told to stop. Any number may run."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        bound_sessions(statement_s=SCHEDULER_S)
        Loop(Heartbeat.Kind.SCHEDULER).until_stopped(Scheduler().look)


class Scheduler:
    """Ticks; now and then it wakes a worker while letters wait, clears what is over, and wishes for a nightly look."""

    def __init__(self) -> None:
        self._waking, self._importing = Every(WAKE_S), Every(IMPORTER_S)
        self._clearing, self._wishing = Every(CLEAR_S), Every(WISH_S)
        self._lettering, self._thoroughly = Every(LETTERS_S), Every(THOROUGHLY_S)

    def look(self) -> bool:
        self._look_after_letters()
        is_behind = tick()
        if self._waking.is_over and Delivery.objects.due().exists():
            self._waking.begin()
            wake(wake_sender)
        if self._importing.is_over and _files_wait():
            self._importing.begin()
            wake_importer.enqueue()
        if self._clearing.is_over:
            self._clearing.begin()
            clear()
        if self._wishing.is_over:
            self._wishing.begin()
            look_after_courses()
            wish_for_look(nightly=True)
        return is_behind

    def _look_after_letters(self) -> None:
        """What a part of a course says follows what is published; now and then also what no mark of it knows."""
        if not self._lettering.is_over:
            return
        self._lettering.begin()
        thoroughly = self._thoroughly.is_over
        if thoroughly:
            self._thoroughly.begin()
        look_after_letters(thoroughly=thoroughly)


class Every:
    """A span of seconds that is over at first, and again some time after each beginning."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._begun = seconds, float("-inf")

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self._begun > self._seconds

    def begin(self) -> None:
        self._begun = time.monotonic()


def clear() -> None:
    """What is over its time goes; whatever stands in the way of it stops no letter."""
    try:
        counts = clear_old()
    except AWAY:
        raise  # the loop knows what to do
    except Exception as failure:  # noqa: BLE001 - told, and tried again in an hour
        _tell(failure)
    else:
        log.info("cleared what was over its time", extra={kind.value: count for kind, count in counts.items() if count})


def _tell(failure: Exception) -> None:
    log.error("not cleared", extra={"kind": type(failure).__name__, "at": where(failure)})


def _files_wait() -> bool:
    waiting = (ImportJob.objects.waiting(), ReaderExport.objects.waiting(), Asking.objects.open())
    return any(rows.exists() for rows in waiting)


def tick() -> bool:
    """One look: pages first, because a letter must not lead to a page that is not there. Says whether more waits."""
    until = time.monotonic() + HEAR_S
    publish_due(now=database_now())
    start_due(recheck=recheck_issue)
    lift_pauses()
    tended = tend_courses()
    is_behind = hear_waiting(over=lambda: time.monotonic() > until)
    sweep()
    hear_sign_ups()
    remind()
    forget_unconfirmed()
    forget_exports()
    forget_imports()
    WrongTokens.objects.forget()
    return is_behind or tended >= AT_ONCE
