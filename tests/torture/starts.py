"""Many schedulers, many issues that are due at once: each starts once, with one delivery for each reader."""

import signal
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

from django.db import connection

from newsletter.core.issue_state import Event, State
from newsletter.models import Delivery, Issue, IssueEvent, Newsletter
from tests.torture.ground import add_readers, plant_issue
from tests.torture.processes import Nursery, is_alive, strike
from tests.torture.verdict import wrong_sums

READERS = 40
NOWHERE = 9  # a port that nobody listens on: nothing is handed over here
PATIENCE_S = 120.0
STRIKE_EVERY_S = 0.4


def race(newsletter: Newsletter, *, issues: int, seed: str, database_url: str, schedulers: int = 8) -> dict:
    """The figures; while they start, one scheduler after the other is killed and followed by another."""
    add_readers(newsletter, READERS)
    planted = [plant_issue(newsletter).pk for _ in range(issues)]
    random, kills = Random(f"{seed}:starts"), 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="partwise-torture-")))
        nursery = stack.enter_context(closing(Nursery(folder, database_url=database_url, port=NOWHERE)))
        running: list[int] = []
        until = time.monotonic() + PATIENCE_S
        while Issue.objects.filter(pk__in=planted, state=State.HANDING_OVER).count() < issues:
            running = [pid for pid in running if is_alive(pid)]
            running += [nursery.start("run_scheduler") for _ in range(schedulers - len(running))]
            if time.monotonic() > until:
                break
            time.sleep(STRIKE_EVERY_S)
            strike(random.choice(running), signal.SIGKILL)
            kills += 1
    return _figures(planted) | {"kills": kills, "seed": seed}


def _figures(planted: list[int]) -> dict:
    starts = Counter(IssueEvent.objects.filter(event=Event.START).values_list("issue", flat=True))
    numbers = Counter(Issue.objects.filter(pk__in=planted).values_list("number", flat=True))
    return {
        "database": connection.vendor,
        "issues": len(planted),
        "starts": sum(starts[pk] for pk in planted),
        "started_twice": sum(starts[pk] > 1 for pk in planted),
        "never_started": sum(not starts[pk] for pk in planted),
        "numbers_twice": sum(times > 1 for times in numbers.values()),
        "wrong_accounts": wrong_sums(),
        "deliveries": Delivery.objects.filter(issue__in=planted).count(),
    }


def complaints(figures: dict) -> list[str]:
    """What a promise was broken by; empty when every issue started once."""
    names = ("started_twice", "never_started", "numbers_twice", "wrong_accounts")
    return [f"{name}: {figures[name]}" for name in names if figures[name]]
