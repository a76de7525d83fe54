import logging
import time

from django.core.management.base import BaseCommand, CommandError

from cms.database import SENDER_S, bound_sessions
from newsletter.conf import conf
from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.management.looping import Loop
from newsletter.models import Heartbeat
from newsletter.pipeline.assure import NotAssured, assure_ground
from newsletter.send import Patience, hold_running, keep_delivering
from newsletter.transports.base import RouteFailed, Transport
from newsletter.transports.choose import chosen_transport

FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 300.0
ENOUGH_S = 900.0  # after a quarter of an hour without a way, or so many tries, a person should know
ENOUGH_TRIES = 20

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Claim due deliveries and hand them over, until told to stop. Any number may run on PostgreSQL."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        bound_sessions(statement_s=SENDER_S)
        try:
            assure_ground()
        except NotAssured as problem:
            raise CommandError(str(problem)) from problem
        loop = Loop(Heartbeat.Kind.SENDER)
        transport = chosen_transport(conf(), stopping=loop.stopping)
        try:
            loop.until_stopped(Sender(loop, transport).look)
        finally:
            transport.close()


class Sender:
    """Delivers as long as something is due; while the route is closed it waits longer and longer."""

    def __init__(self, loop: Loop, transport: Transport) -> None:
        self._loop, self._transport = loop, transport
        self._wait_s = 0.0
        self._tries = 0  # in a row that ended without a way
        self._next_try = self._failing_since = float("-inf")

    def look(self) -> bool:
        """Deliver what is due; whether there was work, or a limit of pace lets more through in a moment."""
        if time.monotonic() < self._next_try:
            return False
        patience = Patience()
        try:
            count = keep_delivering(
                transport=self._transport, run=self._loop.run, stopping=self._interrupted, patience=patience
            )
        except RouteFailed as failed:
            self._back_off(failed)
            return False
        if count:
            self._wait_s, self._tries = 0.0, 0
        if patience.wait_s:
            self._loop.rest(patience.wait_s)
        return bool(count or patience.wait_s)

    def _interrupted(self) -> bool:
        """Asked before each claim and each message: a long delivery still says that it is alive."""
        self._loop.beat()
        return self._loop.stopping()

    def _back_off(self, failed: RouteFailed) -> None:
        now = time.monotonic()
        if not self._wait_s:
            self._failing_since = now
        self._wait_s = min(max(self._wait_s * 2, FIRST_WAIT_S), LONGEST_WAIT_S)
        self._next_try = now + self._wait_s
        self._tries += 1
        log.warning("the route is closed; next try in %d s", self._wait_s)
        if failed.is_refused or self._tries >= ENOUGH_TRIES or now - self._failing_since > ENOUGH_S:
            reason = HoldReason.ROUTE_REFUSES if failed.is_refused else HoldReason.ROUTE_UNREACHABLE
            hold_running(Hold(reason=reason, detail=str(failed)))
