"""What became of every message: the ledger beside what the witness wrote down."""

from collections import Counter
from pathlib import Path

from django.db import connection
from django.db.models import Count, Max

from newsletter.core.delivery_state import ENDS, State
from newsletter.core.issue_state import HoldReason
from newsletter.models import Delivery, IssueEvent
from tests.servers.mischief import FAULTS

HARMLESS = {name for name in FAULTS if name.startswith(("slow", "451", "550", "nobody"))} | {
    "no pipelining",
    "odd fragments",
    "451 at mail",
}
"""Faults that leave the connection as it is; every other one may take an answer with it."""

ACCOUNTS = """
    SELECT i.id, i.candidates,
           (SELECT count(*) FROM newsletter_delivery d WHERE d.issue_id = i.id)
           + (SELECT count(*) FROM newsletter_exclusion e WHERE e.issue_id = i.id)
    FROM newsletter_issue i WHERE i.state IN ('handing_over', 'handed_over', 'paused')
"""
CONNECTIONS = """
    SELECT lease_token, slot FROM newsletter_delivery WHERE state = 'marked'
    GROUP BY lease_token, slot HAVING count(*) > 1
"""


def wrong_sums() -> list[str]:
    """What does not add up in this moment of the database; one statement is one moment."""
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS)
        wrong = [
            f"issue {pk}: {told} candidates, {found} found" for pk, told, found in cursor.fetchall() if told != found
        ]
        cursor.execute(CONNECTIONS)
        wrong += [f"slot {slot} of a sender has two marks" for _, slot in cursor.fetchall()]
    held = IssueEvent.objects.filter(event="hold", why__contains="candidates,").count()
    return [*wrong, f"{held} issues were held: {HoldReason.ACCOUNTING}"] if held else wrong


def seen(log: Path) -> tuple[Counter[str], Counter[str]]:
    """How often each Message-ID was accepted, and each fault met."""
    accepted: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        kind, name, *_ = line.split(" ")
        (accepted if kind == "accepted" else faults)[name if kind == "accepted" else name.replace("_", " ")] += 1
    return accepted, faults


def verdict(log: Path) -> dict:
    """The figures of a run that is over."""
    accepted, faults = seen(log)
    rows = list(Delivery.objects.values_list("message_id", "state"))
    by_state = Counter(state for _, state in rows)
    unknown = set(accepted) - {message_id for message_id, _ in rows}
    return {
        "faults": sum(faults.values()),
        "messages": len(rows),
        "lost": sum(_is_lost(state, accepted[message_id]) for message_id, state in rows),
        "duplicates": sum(times - 1 for times in accepted.values() if times > 1),
        "uncertain": by_state[State.UNCERTAIN],
        "uncertain_accepted": sum(bool(accepted[name]) for name, state in rows if state == State.UNCERTAIN),
        "contradicted": len(unknown) + sum(_is_contradicted(state, accepted[name]) for name, state in rows),
        "by_state": dict(sorted(by_state.items())),
        "connections": connections(),
        "broken_connections": sum(count for name, count in faults.items() if name not in HARMLESS),
    }


def connections() -> int:
    """The most connections that a sender had, by the slots in the ledger."""
    highest = Delivery.objects.aggregate(highest=Max("slot"))["highest"]
    return 1 + (highest or 0)


def _is_lost(state: str, times: int) -> bool:
    """It was to be handed over and nobody has it; or it never came to an end."""
    return state not in ENDS or (state == State.HANDED_OVER and not times)


def _is_contradicted(state: str, times: int) -> bool:
    """The ledger says that it did not arrive, and it did."""
    return bool(times) and state not in {State.HANDED_OVER, State.UNCERTAIN}


def most_marks() -> int:
    """The most marks that one run of a sender has now."""
    marks = Delivery.objects.filter(state=State.MARKED).order_by().values("lease_token").annotate(n=Count("pk"))
    return max((row["n"] for row in marks), default=0)
