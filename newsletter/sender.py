"""How a sender works, whether its process does nothing else or a worker was woken: patient with a pace and a route."""

import logging
import time
from collections.abc import Callable

from newsletter.core.holds import Hold
from newsletter.core.issue_state import HoldReason
from newsletter.send import Patience, hold_running, keep_delivering
from newsletter.transports.base import RouteFailed, Transport

FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 300.0
ENOUGH_S = 900.0  # after a quarter of an hour without a way, or so many tries, a person should know
ENOUGH_TRIES = 20
FORGOTTEN_S = 600.0  # without a try: others may have found the way open meanwhile, and this is a new failure

log = logging.getLogger(__name__)


class Trouble:
    """What a process knows of its route: while it is closed the waits become longer, and then a person is told."""

    def __init__(self) -> None:
        self._wait_s = 0.0
        self._tries = 0  # in a row that ended without a way
        self._next_try = self._failing_since = float("-inf")

    @property
    def is_waited_out(self) -> bool:
        """Whether the route may be tried now."""
        return time.monotonic() >= self._next_try

    def is_over(self) -> None:
        """The route took letters again."""
        self._wait_s, self._tries = 0.0, 0

    def back_off(self, failed: RouteFailed) -> None:
        """Wait twice as long as before, from five seconds to five minutes; hold what is leaving once it is enough."""
        now = time.monotonic()
        if not self._tries or now - self._next_try > FORGOTTEN_S:
            self._wait_s, self._tries, self._failing_since = 0.0, 0, now
        self._wait_s = min(max(self._wait_s * 2, FIRST_WAIT_S), LONGEST_WAIT_S)
        self._next_try = now + self._wait_s
        self._tries += 1
        log.warning("the route is closed; next try in %d s", self._wait_s)
        if failed.is_refused or self._tries >= ENOUGH_TRIES or now - self._failing_since > ENOUGH_S:
            reason = HoldReason.ROUTE_REFUSES if failed.is_refused else HoldReason.ROUTE_UNREACHABLE
            hold_running(Hold(reason=reason, detail=str(failed)))


class Sender:
    """Delivers as long as something is due. `run` is its random name; `stopping` is asked before each message.

    `rest` waits so many seconds; `trouble` outlives it where the next sender of the same process goes on with it.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        run: str,
        stopping: Callable[[], bool],
        rest: Callable[[float], None],
        trouble: Trouble | None = None,
    ) -> None:
        self._transport, self._run, self._stopping, self._rest = transport, run, stopping, rest
        self._trouble = trouble or Trouble()

    def look(self) -> bool:
        """Deliver what is due; whether there was work, or a limit of pace lets more through in a moment."""
        if not self._trouble.is_waited_out:
            return False
        patience = Patience()
        try:
            count = keep_delivering(
                transport=self._transport, run=self._run, stopping=self._stopping, patience=patience
            )
        except RouteFailed as failed:
            self._trouble.back_off(failed)
            return False
        if count:
            self._trouble.is_over()
        if patience.wait_s:
            self._rest(patience.wait_s)
        return bool(count or patience.wait_s)
