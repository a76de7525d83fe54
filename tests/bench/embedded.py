"""A hundred thousand readers on SQLite while people sign up: `make bench-embedded`.

Real `run_scheduler` and two real `run_sender` processes share one database file: the audience becomes rows and the
letters leave to a server that writes each down, while the form is posted and its page read as by visitors.
`python tests/bench/embedded.py 5000` tries fewer readers. The last line is JSON; the run fails when anything was ever
told "database is locked", or when a reader got the letter twice or not at all.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.torture.processes import Witness, settings_of  # noqa: E402 - the path comes first

READERS = 100_000
PROCESSES = ("run_scheduler", "run_sender", "run_sender")
JOIN = "/newsletters/slow-letters/join/"
PATIENCE_S = 1_800
A_BUSY_WEEK = 100_000_000  # sign-ups
PAUSE_S = 0.2  # between two visitors


def main(readers: int) -> None:
    """Fill the file, let the issue fall due, visit until its last letter has left, count."""
    with tempfile.TemporaryDirectory(prefix="partwise-bench-") as place:
        folder = Path(place)
        with closing(Witness(folder / "accepted.log", seed="quiet", mischief=0.0)) as witness:
            _settle(folder, witness.port)
            figures = _figures(folder, witness.log, readers)
    for name, value in figures.items():
        print(f"{name:20} {value}")
    print(json.dumps(figures))
    if figures["locked"] or figures["lost"] or figures["duplicates"]:
        raise SystemExit("Something was locked, lost or sent twice.")


def _settle(folder: Path, port: int) -> None:
    """Everything that starts from here uses this folder's database and this server."""
    os.environ |= settings_of(folder, database_url=f"sqlite://{folder}/embedded.sqlite3", port=port)
    django.setup()
    logging.disable(logging.INFO)


def _figures(folder: Path, log: Path, readers: int) -> dict[str, float]:
    from django.core.management import call_command

    from cms.clock import database_now
    from newsletter.models import SignUpHour
    from tests.cast import build_cast
    from tests.torture.ground import add_readers, plant_issue

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # the pages that visitors get name its files
    newsletter = build_cast().newsletter
    add_readers(newsletter, readers)
    # A busy week, so that the visitors are no crowd, in which each would have to work first.
    SignUpHour.objects.create(begins_at=database_now() - timedelta(days=3), count=A_BUSY_WEEK)
    issue = plant_issue(newsletter)
    errors = folder / "errors.log"
    with errors.open("w") as told:
        processes = [subprocess.Popen([sys.executable, "manage.py", name], cwd=ROOT, stderr=told) for name in PROCESSES]
        try:
            started = time.monotonic()
            visits = _visit_until_it_has_left(issue, newsletter)
            seconds = time.monotonic() - started
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
                process.wait()
    locked = visits["locked"] + errors.read_text().count("database is locked")
    return _account(issue, log) | {
        "seconds": round(seconds, 1),
        "messages_per_s": round(readers / seconds),
        "visits": visits["visits"],
        "locked": locked,
    }


def _visit_until_it_has_left(issue, newsletter) -> Counter[str]:
    """Visitors come one by one; what they met."""
    met: Counter[str] = Counter()
    until = time.monotonic() + PATIENCE_S
    while issue.state != "handed_over":
        if time.monotonic() > until:
            raise SystemExit(f"The issue is still {issue.state}: {issue.hold_reason} {issue.hold_detail}")
        met += _visit(newsletter, met["visits"])
        time.sleep(PAUSE_S)
        issue.refresh_from_db()
    return met


def _visit(newsletter, number: int) -> Counter[str]:
    from django.db import OperationalError
    from django.test import Client

    from newsletter.views.join_form import once_more

    given = {"newsletters": [newsletter.pk], "started": once_more(), "email": f"visitor{number}@example.org"}
    caller = f"10.{number // 250 % 250}.{number % 250}.1"
    try:
        answer = Client().post(JOIN, given, headers={"host": "localhost"}, REMOTE_ADDR=caller)
    except OperationalError as error:
        return Counter(visits=1, locked=int("locked" in str(error)))
    if answer.status_code != 202:
        raise SystemExit(f"The form answered {answer.status_code} instead of 202.")
    return Counter(visits=1)


def _account(issue, log: Path) -> dict[str, int]:
    from newsletter.models import Delivery, Exclusion
    from tests.torture.verdict import seen

    accepted, _ = seen(log)
    names = list(Delivery.objects.of_issue(issue.pk).values_list("message_id", flat=True))
    excluded = Exclusion.objects.filter(issue=issue).count()
    if len(names) + excluded != issue.candidates:
        raise SystemExit(f"{issue.candidates} candidates, {len(names)} deliveries, {excluded} exclusions")
    return {
        "recipients": len(names),
        "lost": sum(not accepted[name] for name in names),
        "duplicates": sum(max(accepted[name] - 1, 0) for name in names),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else READERS)
