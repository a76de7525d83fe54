"""A sender that claims and hands nothing to anyone, twenty times a second: how long does each claim take?

Run by expand.py in a process of its own; writes the moment (monotonic) and the milliseconds of each claim.
"""

import sys
import time
from pathlib import Path

import django

from cms.clock import Now

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

EVERY_S = 0.05
AT_ONCE = 50
RUN = "0" * 32


def main() -> None:
    django.setup()
    while True:
        started = time.monotonic()
        took = _claim(AT_ONCE)
        if took is None:
            return
        print(f"{started:.4f} {took * 1000:.2f}", flush=True)
        time.sleep(max(0.0, EVERY_S - (time.monotonic() - started)))


def _claim(limit: int) -> float | None:

    from newsletter.models import Delivery
    from newsletter.pipeline.claim import claim_deliveries

    started = time.perf_counter()
    claims = claim_deliveries(limit, run=RUN)
    took = time.perf_counter() - started
    done = Delivery.objects.filter(pk__in=[claim.ticket.delivery for claim in claims])
    done.update(state="handed_over", marked_at=Now(), ended_at=Now())
    return took if claims else None


if __name__ == "__main__":
    main()
