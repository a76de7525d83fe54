"""A million events of a provider, one in ten told twice, in any order: `make bench-inbound`.

`python tests/bench/inbound.py 20000` takes fewer. They come as SendGrid sends them, a hundred in a call, to one
process that stores them; then two schedulers hear them. Then every counter is compared with what was told: outcomes,
suppressions, departures. PostgreSQL, in a database of its own that is dropped at the end. The last line is JSON.
"""

import base64
import json
import os
import platform
import random
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

EVENTS = 1_000_000
TOLD_TWICE = 11  # of eleven events one is another's double: ten percent of what is new
HEARERS = 2
IN_A_CALL = 100
SEED = 4
PASSWORD = "partwise:a-password"
SAID = {
    "delivered": ("delivered", "250 2.0.0 OK"),
    "deferred": ("deferred", "451 4.3.0 later"),
    "bounced": ("bounce", "550 5.1.1 no such user"),
    "complained": ("spamreport", ""),
}
LATE, BOUNCED, COMPLAINED = 0.05, 0.01, 0.001


def main(events: int) -> None:
    """Tell, hear, count; exits with 1 when any counter differs from what was told."""
    from tests.bench.scratch import scratch_database

    os.environ["PARTWISE_ESP_EVENTS"] = PASSWORD
    with scratch_database():
        figures = _measured(events)
    print(f"Python {platform.python_version()}, PostgreSQL, {events:,} events of a provider, {HEARERS} schedulers")
    for name, value in figures.items():
        print(f"{name:20} {value}")
    print(json.dumps(figures))
    if not figures["exact"]:
        raise SystemExit("The counters differ from what was told.")


def _measured(events: int) -> dict[str, float | bool]:
    told = _told(events)
    started = time.monotonic()
    _tell(told)
    stored = time.monotonic()
    hearers = [threading.Thread(target=_hear) for _ in range(HEARERS)]
    for hearer in hearers:
        hearer.start()
    for hearer in hearers:
        hearer.join()
    ended = time.monotonic()
    exact = _counted() == _expected(told)
    return {
        "events": events,
        "seconds": round(ended - started, 1),
        "events_per_s": round(events / (ended - started)),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "stored_per_s": round(events / (stored - started)),
        "heard_per_s": round(len(set(told)) / (ended - stored)),
        "exact": exact,
    }


def _told(events: int) -> list[tuple[str, str]]:
    """(kind, public id of the letter) of every event, doubles among them, shuffled."""
    chance = random.Random(SEED)
    new = events * (TOLD_TWICE - 1) // TOLD_TWICE
    found: list[tuple[str, str]] = []
    for public_id in _letters(new):
        found += [(kind, public_id) for kind in _fate(chance)]
        if len(found) >= new:
            break
    found = found[:new]
    found += chance.sample(found, events - new)
    chance.shuffle(found)
    return found


def _fate(chance: random.Random) -> list[str]:
    late = ["deferred"] if chance.random() < LATE else []
    drawn = chance.random()
    if drawn < BOUNCED:
        return [*late, "bounced"]
    return [*late, "delivered", *(["complained"] if drawn < BOUNCED + COMPLAINED else [])]


def _letters(count: int) -> Iterator[str]:
    from django.db import connection

    from cms.clock import Now
    from newsletter.models import Delivery, Newsletter
    from newsletter.send import start
    from tests.bench.scratch import fill
    from tests.factories import due_issue, unasked

    newsletter = Newsletter.objects.create(
        name="Slow Letters",
        slug="slow-letters",
        from_name="Mara Ellison",
        from_email="letters@example.org",
        postal_address="1 Quiet Lane, Lisbon",
    )
    issue = due_issue(newsletter)
    fill(newsletter.pk, first=1, last=count)
    start(issue.pk, recheck=unasked)
    Delivery.objects.update(state="handed_over", marked_at=Now(), ended_at=Now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return map(str, Delivery.objects.values_list("public_id", flat=True).iterator())


def _tell(told: list[tuple[str, str]]) -> None:
    """As SendGrid calls: many events at once, in its own form, with a password."""
    from django.test import RequestFactory

    from newsletter.core.providers import PROVIDERS
    from newsletter.events.provider import answer

    proof = "Basic " + base64.b64encode(PASSWORD.encode()).decode()
    for start in range(0, len(told), IN_A_CALL):
        body = json.dumps([_as_sendgrid(*event) for event in told[start : start + IN_A_CALL]])
        path = {"path": "/hooks/sendgrid/", "content_type": "application/json", "HTTP_AUTHORIZATION": proof}
        said = answer(RequestFactory().post(data=body, **path), provider=PROVIDERS["sendgrid"])
        if said.status_code != HTTPStatus.OK:
            raise SystemExit(f"The door answered {said.status_code}.")


def _as_sendgrid(kind: str, public_id: str) -> dict[str, str | int]:
    name, words = SAID[kind]
    facts = {"event": name, "reason": words, "response": words, "timestamp": 1780000000, "email": "reader@example.org"}
    return {**facts, "sg_event_id": f"{kind}-{public_id}", "public_id": public_id}


def _hear() -> None:
    from django.db import connection

    from newsletter.events.hear import hear_waiting
    from newsletter.models import InboundEvent

    while InboundEvent.objects.waiting().exists():
        hear_waiting()
    connection.close()


def _expected(told: list[tuple[str, str]]) -> dict[str, Counter | int]:
    """What has to be counted, reckoned from what was told alone."""
    strength = ["none", "deferred", "delivered", "bounced", "complained"]
    outcomes: dict[str, str] = {}
    for kind, public_id in set(told):
        outcomes[public_id] = max(kind, outcomes.get(public_id, "none"), key=strength.index)
    counted = Counter(outcomes.values())
    return {
        "outcomes": counted,
        "events": len(set(told)),
        "hard": counted["bounced"],
        "complaints": counted["complained"],
        "left": counted["complained"],
    }


def _counted() -> dict[str, Counter | int]:
    from newsletter.models import Delivery, InboundEvent, Subscription, Suppression

    outcomes = Counter(Delivery.objects.exclude(outcome="none").order_by().values_list("outcome", flat=True))
    reasons = Counter(Suppression.objects.order_by().values_list("reason", flat=True))
    settled = Counter(InboundEvent.objects.order_by().values_list("verdict", flat=True))
    return {
        "outcomes": outcomes,
        "events": settled["applied"] + settled["known"],
        "hard": reasons["hard_bounce"],
        "complaints": reasons["complaint"],
        "left": Subscription.objects.filter(ended_reason="complained").count(),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else EVENTS)
