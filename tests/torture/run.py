"""One run on one database: plant issues, strike while they leave, let the rest go in peace, and judge."""

import re
import tempfile
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection

from newsletter.core.issue_state import Event, State
from newsletter.issues import IssueRefused, go_on
from newsletter.models import Issue, Newsletter
from tests.torture import verdict
from tests.torture.ground import add_readers, plant_issue
from tests.torture.processes import Nursery, Witness
from tests.torture.violence import Deeds, Plan, Violence

AWAY = (OperationalError, InterfaceError)
LOOK_S = 0.05
AT_ONCE = 3  # issues that leave side by side
ENOUGH = 4  # times that a disk was full before somebody must have met it
CALM_S = 120.0  # in peace everything must come to its end within this


@dataclass(frozen=True, kw_only=True)
class Run:
    """`seconds` of violence on `readers` readers; as soon as an issue is over, the next one is due."""

    seed: str
    seconds: float
    readers: int = 300
    mischief: float = 1.0
    plan: Plan = field(default_factory=Plan)
    deeds: Deeds = field(default_factory=dict)

    def torment(self, newsletter: Newsletter, *, database_url: str) -> dict:
        """The figures, once every delivery has come to its end or the patience is over."""
        began = time.monotonic()
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="partwise-torture-")))
            add_readers(newsletter, self.readers)
            witness = stack.enter_context(
                closing(Witness(folder / "witness.log", seed=self.seed, mischief=self.mischief))
            )
            nursery = stack.enter_context(closing(Nursery(folder, database_url=database_url, port=witness.port)))
            violence = Violence(nursery, self.plan, seed=self.seed, deeds=self.deeds)
            wrong = self._strike(newsletter, violence) + self._calm(violence)
            return self._figures(violence, witness, nursery, wrong) | {"seconds": round(time.monotonic() - began)}

    def _strike(self, newsletter: Newsletter, violence: Violence) -> list[str]:
        wrong: list[str] = []
        until = time.monotonic() + self.seconds
        while time.monotonic() < until:
            violence.tick()
            wrong += _patiently(verdict.wrong_sums) or []
            _patiently(_resume_held)
            if _patiently(_leaving) in range(AT_ONCE):
                _patiently(lambda: plant_issue(newsletter))
            time.sleep(LOOK_S)
        return wrong

    def _calm(self, violence: Violence) -> list[str]:
        """The same processes in peace. Says what did not add up."""
        wrong: list[str] = []
        violence.end()
        until = time.monotonic() + CALM_S
        while _patiently(_leaving) != 0 and time.monotonic() < until:
            violence.keep_alive()
            _patiently(_resume_held)
            wrong += _patiently(verdict.wrong_sums) or []
            time.sleep(0.2)
        return wrong

    def _figures(self, violence: Violence, witness: Witness, nursery: Nursery, wrong: list[str]) -> dict:
        found = verdict.verdict(witness.log)
        harmless = {"kill scheduler", "flush broker", "kill broker", "fill disk"}
        strikes = sum(count for blow, count in violence.blows.items() if blow not in harmless)
        return {
            "database": connection.vendor,
            "kills": sum(violence.blows.values()),
            **found,
            "sums_match": not wrong and not verdict.wrong_sums(),
            "seed": self.seed,
            "blows": dict(violence.blows),
            "most_uncertain": strikes * found["connections"] + found["broken_connections"],
            "locked": len(re.findall(r"OperationalError: database is locked", nursery.errors.read_text())),
            "found_full": nursery.errors.read_text().count("OperationalError: database or disk is full"),
            "tracebacks": _tracebacks(nursery.errors.read_text()),
            "wrong": wrong[:5],
        }


def complaints(figures: dict) -> list[str]:
    """What a promise was broken by; empty when all were kept."""
    found = [f"{name}: {figures[name]}" for name in ("lost", "duplicates", "contradicted", "locked") if figures[name]]
    if figures["uncertain"] > figures["most_uncertain"]:
        found.append(f"uncertain: {figures['uncertain']} of at most {figures['most_uncertain']}")
    if figures["blows"].get("fill disk", 0) > ENOUGH and not figures["found_full"]:
        found.append("The disk was filled, and nobody found it full: the harness is broken.")
    if not figures["sums_match"]:
        found.append(f"sums: {figures['wrong']}")
    return found


def _leaving() -> int:
    """Issues that have not come to their end."""
    return Issue.objects.exclude(state__in=[State.HANDED_OVER, State.DRAFT]).count()


def _resume_held() -> None:
    """The person who is called when the product holds an issue: it goes on."""
    for issue in Issue.objects.filter(state=State.HELD):
        if Event.GO_ON in issue.ways_on:
            try:
                go_on(issue.pk, by=None, why="the harness")
            except IssueRefused:
                continue  # another look was faster


def _patiently(ask):
    """The answer, or None while the database is away."""
    try:
        return ask()
    except AWAY:
        connection.close()
        return None


def _tracebacks(errors: str) -> dict[str, int]:
    """The last lines of tracebacks that are no news of a database that was struck, and how often."""
    names = re.findall(r"^([A-Za-z_.]+(?:Error|Exception|Failed|Refused)): ", errors, re.MULTILINE)
    return {name: names.count(name) for name in sorted(set(names))}
