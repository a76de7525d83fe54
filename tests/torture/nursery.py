"""Real `manage.py run_sender` and `run_scheduler` processes, forked from one that has imported the product already.

    python tests/torture/nursery.py

Each line of its input names what to start, and behind a comma the commit at which it ends itself, if any; it answers
with the process id. Starting one takes milliseconds instead of seconds: a run can hold thousands of kills.
"""

import os
import signal
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> None:
    django.setup()
    from django.core.management import execute_from_command_line

    from tests.torture import broker, deadly_ledger, haste, naive

    haste.hurry()
    broker.choose_queue()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets those that died
    for line in sys.stdin:
        child = os.fork()
        if not child:
            name, _, moment = line.strip().partition(", ")
            if moment:
                deadly_ledger.arm(moment)
            _live(name, execute_from_command_line, {"naive": naive.run, "worker": broker.work})
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _live(name: str, manage, others) -> None:
    """The whole life of one child; it never returns."""
    code = 1
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        os.close(0)
        os.dup2(2, 1)
        others[name]() if name in others else manage(["manage.py", name])
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
