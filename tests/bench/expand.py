"""An audience of a million becomes rows while a sender goes on claiming: `make bench-expand`.

`python tests/bench/expand.py 50000` tries fewer readers. PostgreSQL, in a database of its own that is dropped at
the end (DATABASE_URL names the server). The last line is JSON.
"""

import json
import platform
import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

READERS = 1_000_000
RUNNING = 120_000  # another issue that is leaving meanwhile: a hundred seconds of a thousand a second
SUPPRESSED_OF = 100  # every hundredth address
BESIDE_PAUSED_S = 10.0


def main(readers: int) -> None:
    """Fill, expand, claim; print a table and the line of JSON."""
    from tests.bench.scratch import scratch_database

    with scratch_database():
        figures = _figures(readers)
    print(f"Python {platform.python_version()}, PostgreSQL, {readers:,} subscriptions")
    for name, value in figures.items():
        print(f"{name:28} {value}")
    print(json.dumps(figures))


def _figures(readers: int) -> dict[str, float]:
    from tests.bench.scratch import fill, suppress_every

    busy, large = _newsletter("busy"), _newsletter("large")
    fill(busy.pk, first=1, last=min(RUNNING, readers))
    _expanded(_issue(busy))
    before = readers + 1
    fill(large.pk, first=before + RUNNING, last=before + RUNNING + readers - 1)
    suppressed = suppress_every(SUPPRESSED_OF)
    issue = _issue(large)
    with Claiming() as claiming:
        started = time.monotonic()
        seconds = _expanded(issue)
        expanded = time.monotonic()
        _pause(issue)
        time.sleep(BESIDE_PAUSED_S)
    return _account(issue) | {
        "seconds": round(seconds, 2),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "claim_p99_ms": claiming.p99(started, expanded),
        "claim_p99_ms_beside_paused": claiming.p99(expanded, time.monotonic()),
        "claims": len(claiming.taken),
        "suppressions": suppressed,
    }


def _newsletter(slug: str):
    from newsletter.models import Newsletter

    return Newsletter.objects.create(
        name=slug.title(), slug=slug, zone="UTC", from_name="Mara", from_email="mara@example.org"
    )


def _issue(newsletter):
    from tests.factories import due_issue

    return due_issue(newsletter, late=timedelta(minutes=1))


def _expanded(issue) -> float:
    """Seconds from due to leaving."""
    from newsletter.send import start
    from tests.factories import unasked

    started = time.monotonic()
    start(issue.pk, recheck=unasked)
    issue.refresh_from_db()
    if issue.state != "handing_over":
        raise SystemExit(f"The issue is {issue.state}: {issue.hold_reason} {issue.hold_detail}")
    return time.monotonic() - started


def _pause(issue) -> None:
    from newsletter.core.issue_state import Event
    from newsletter.models import Issue

    Issue.objects.move(issue.pk, Event.PAUSE)


def _account(issue) -> dict[str, int]:
    from newsletter.models import Delivery, Exclusion

    recipients = Delivery.objects.of_issue(issue.pk).count()
    exclusions = Exclusion.objects.filter(issue=issue).count()
    if recipients + exclusions != issue.candidates:
        raise SystemExit(f"{issue.candidates} candidates, but {recipients} recipients and {exclusions} exclusions")
    return {"recipients": recipients, "candidates": issue.candidates, "exclusions": exclusions}


class Claiming:
    """While this lasts, a process beside us claims; afterwards its figures are here."""

    def __enter__(self):
        command = [sys.executable, str(ROOT / "tests" / "bench" / "claims.py")]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.taken = [self._one(self._process.stdout.readline())]  # ready, and not counted from the start
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        lines, _ = self._process.communicate()
        self.taken = [self._one(line) for line in lines.splitlines() if line.count(" ") == 1]

    def p99(self, since: float, until: float) -> float | None:
        """Milliseconds that 99 of 100 claims in this time stayed below; None without a hundred claims."""
        found = sorted(took for at, took in self.taken if since <= at < until)
        return found[int(len(found) * 0.99)] if len(found) >= 100 else None

    @staticmethod
    def _one(line: str) -> tuple[float, float]:
        at, took = line.split()
        return float(at), float(took)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else READERS)
