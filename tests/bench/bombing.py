"""A hundred thousand sign-ups for one victim, heard by two schedulers at once: `make bench-bombing`.

`python tests/bench/bombing.py 5000` tries fewer. Each request comes as from a network of its own, so that only the
victim's budget stands in the way, and the address is spelled in a hundred ways. Then 2,000 strangers and 2,000
readers are typed into the form in turn, and a rank test asks whether the time of the answer tells them apart.
PostgreSQL, in a database of its own that is dropped at the end. The last line is JSON.
"""

import json
import math
import platform
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SIGN_UPS = 100_000
HEARERS = 2
PAIRS = 2_000
A_BUSY_WEEK = 100_000_000  # sign-ups
JOIN = "/newsletters/slow-letters/join/"


def main(sign_ups: int) -> None:
    """Ask, hear, count the mails, compare the times; exits with 1 when the victim got more than one mail."""
    from tests.bench.scratch import scratch_database

    with scratch_database():
        figures = _bombed(sign_ups) | _timed()
    print(f"Python {platform.python_version()}, PostgreSQL, {sign_ups:,} sign-ups for one victim")
    for name, value in figures.items():
        print(f"{name:20} {value}")
    print(json.dumps(figures))
    if figures["mails"] > 1:
        raise SystemExit("The victim got more than one mail.")


def _bombed(sign_ups: int) -> dict[str, float]:
    from cms.clock import database_now
    from newsletter.models import Addressee, SignUpHour, SignUpRequest, Subscriber
    from newsletter.sign_up import ask
    from tests.cast import build_cast

    newsletter = build_cast().newsletter
    # A busy week, so that this is no crowd, in which each would have to work first: only budgets stand in the way.
    SignUpHour.objects.create(begins_at=database_now() - timedelta(days=3), count=A_BUSY_WEEK)
    started = time.monotonic()
    for number in range(sign_ups):
        ask(_sign_up(number, newsletter))
    asked = time.monotonic()
    hearers = [threading.Thread(target=_hear) for _ in range(HEARERS)]
    for hearer in hearers:
        hearer.start()
    for hearer in hearers:
        hearer.join()
    return {
        "sign_ups": sign_ups,
        "unheard": SignUpRequest.objects.waiting().count(),
        "mails": Addressee.objects.count(),
        "readers_made": Subscriber.objects.filter(source="sign-up").count(),
        "asked_a_second": round(sign_ups / (asked - started)),
        "heard_a_second": round(sign_ups / (time.monotonic() - asked)),
    }


def _sign_up(number: int, newsletter):
    from newsletter.core.sign_up import SignUp

    address = f"{'vic.tim' if number % 2 else 'victim'}+{number % 50}@example.com"
    return SignUp(email=address, newsletters=(newsletter.pk,), wording="Send me letters.", form=JOIN, method="page")


def _hear() -> None:
    from django.db import connection

    from newsletter.sign_up_hearing import hear_sign_ups

    while hear_sign_ups():
        pass
    connection.close()


def _timed() -> dict[str, float]:
    from django.test import Client

    from newsletter.models import Newsletter
    from newsletter.views.join_form import once_more

    client, newsletter = Client(), Newsletter.objects.get()
    given = {"newsletters": [newsletter.pk], "started": once_more()}
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(2 * PAIRS):
        known = (number + number // 2) % 2  # stranger, reader, reader, stranger: a drift tells for neither
        email = "ada@example.org" if known else "eve@example.org"
        caller = f"10.{number // 256}.{number % 256}.1"
        started = time.perf_counter()
        answer = client.post(JOIN, given | {"email": email}, headers={"host": "localhost"}, REMOTE_ADDR=caller)
        times[known].append(time.perf_counter() - started)
        if answer.status_code != 202:
            raise SystemExit(f"The form answered {answer.status_code} instead of 202.")
    stranger, reader = (round(1000 * median(side), 3) for side in times)
    return {"stranger_ms": stranger, "reader_ms": reader, "p": round(_rank_test(*times), 3)}


def _rank_test(one: list[float], other: list[float]) -> float:
    """Two-sided p of Mann and Whitney's test, by the normal approximation, which holds for thousands."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, side) in enumerate(ranked, 1) if side == 0)
    n, m = len(one), len(other)
    z = (ranks - n * (n + m + 1) / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIGN_UPS)
