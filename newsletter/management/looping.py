"""A process that looks again every second until it is told to stop, and says that it is alive."""

import logging
import os
import platform
import secrets
import signal
import threading
import time
from collections.abc import Callable
from importlib.metadata import version

from django.db import connection

from cms.database import AWAY
from newsletter.models import Heartbeat

LOOK_S = 1.0
BEAT_S = 5.0

log = logging.getLogger(__name__)


class Loop:
    """`run` is the random name of this run; `stopping` is asked between two messages."""

    def __init__(self, kind: Heartbeat.Kind) -> None:
        self.run = secrets.token_hex(16)
        self._kind = kind
        self._stop = threading.Event()
        self._beaten = float("-inf")

    def stopping(self) -> bool:
        return self._stop.is_set()

    def rest(self, seconds: float) -> None:
        """Wait so long, or until told to stop."""
        self._stop.wait(seconds)

    def until_stopped(self, look: Callable[[], bool]) -> None:
        """Call `look` again and again; at once while it says that there was work, else a second later."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        log.info("%s began", self._kind)
        while not self.stopping():
            if not self._looked(look):
                self._stop.wait(LOOK_S)
        Heartbeat.objects.filter(token=self.run).delete()
        log.info("%s stopped", self._kind)

    def _looked(self, look: Callable[[], bool]) -> bool:
        try:
            self.beat()
            return look()
        except AWAY:
            log.exception("the database is away, or keeps us waiting; looking again")
            connection.close()
            return False

    def beat(self) -> None:
        """A sign of life, every few seconds however often it is called."""
        if time.monotonic() - self._beaten < BEAT_S:
            return
        Heartbeat.objects.beat(
            self.run, kind=self._kind, host=platform.node()[:120], pid=os.getpid(), tz_version=version("tzdata")
        )
        self._beaten = time.monotonic()

    def _asked_to_stop(self, _number: int, _frame: object) -> None:
        if self.stopping():
            raise SystemExit(1)  # asked twice: leave at once; leases bring back what was in hand
        self._stop.set()
