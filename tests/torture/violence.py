"""What is done to the processes: an endless list of blows, drawn from a seed, struck one after the other."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from threading import Timer

from tests.torture.haste import ANSWER_S, LEASE_S
from tests.torture.processes import Nursery, is_alive, strike

PAST_THE_LEASES_S = LEASE_S + ANSWER_S + 0.5

Deeds = Mapping[str, Callable[[], None]]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How hard. `every_s` lies between two blows; shares are of 100 blows, the rest are SIGKILL to a sender.

    `deeds` is the share of each blow that strikes something else than a process: a database, a disk, a broker.
    """

    every_s: tuple[float, float] = (0.1, 0.6)
    senders: int = 2
    schedulers: int = 2
    sender: str = "run_sender"
    to_scheduler: int = 12
    terminated: int = 12
    stopped: int = 6
    deeds: int = 3


class Violence:
    """Keeps senders and schedulers running, and strikes them. `blows` counts what was struck, by its name."""

    def __init__(self, nursery: Nursery, plan: Plan, *, seed: str, deeds: Deeds) -> None:
        self._nursery, self._plan, self._deeds = nursery, plan, deeds
        self._blows = _drawn(plan, Random(f"{seed}:blows"), deeds=sorted(deeds))
        self._running: dict[str, list[int]] = {plan.sender: [], "run_scheduler": []}
        self._stopped: list[tuple[float, int]] = []  # until when, and who
        self._next = time.monotonic() + 1.0  # all that start need a moment
        self.blows: Counter[str] = Counter()

    def tick(self) -> None:
        """Strike when it is time, wake whom it is time to wake, start anew who is gone."""
        self.keep_alive()
        self._wake(time.monotonic())
        if time.monotonic() >= self._next:
            wait_s, blow, which = next(self._blows)
            self._strike(blow, which)
            self._next = time.monotonic() + wait_s

    def keep_alive(self) -> None:
        for name, wanted in ((self._plan.sender, self._plan.senders), ("run_scheduler", self._plan.schedulers)):
            alive = [pid for pid in self._running[name] if is_alive(pid)]
            self._running[name] = alive + [self._nursery.start(name) for _ in range(wanted - len(alive))]

    def end(self) -> None:
        """Nobody is struck any more; those that were stopped go on."""
        self._wake(float("inf"))

    def _strike(self, blow: str, which: float) -> None:
        self.blows[blow] += 1
        if blow in self._deeds:
            self._deeds[blow]()
            return
        name = "run_scheduler" if blow == "kill scheduler" else self._plan.sender
        pid = self._running[name][int(which * len(self._running[name]))]
        if blow == "stop":
            strike(pid, signal.SIGSTOP)
            self._running[name].remove(pid)  # another takes its place, and both live once it goes on
            self._stopped.append((time.monotonic() + PAST_THE_LEASES_S, pid))
            # By a clock of its own: one that was stopped while it held SQLite's lock keeps this thread waiting, too.
            alarm = Timer(PAST_THE_LEASES_S, strike, (pid, signal.SIGCONT))
            alarm.daemon = True
            alarm.start()
        else:
            strike(pid, signal.SIGTERM if blow == "terminate" else signal.SIGKILL)
            self._running[name].remove(pid)

    def _wake(self, now: float) -> None:
        for until, pid in [each for each in self._stopped if each[0] <= now]:
            strike(pid, signal.SIGCONT)
            self._stopped.remove((until, pid))
            self._running[self._plan.sender].append(pid)


def _drawn(plan: Plan, random: Random, *, deeds: Sequence[str]) -> Iterator[tuple[float, str, float]]:
    """Seconds until the next, the blow, and whom it strikes (a share of those that run)."""
    shares = {"kill scheduler": plan.to_scheduler, "terminate": plan.terminated, "stop": plan.stopped}
    shares |= dict.fromkeys(deeds, plan.deeds)
    shares["kill sender"] = 100 - sum(shares.values())
    while True:
        (blow,) = random.choices(list(shares), list(shares.values()))
        yield random.uniform(*plan.every_s), blow, random.random()
