"""One run on the database of the environment: python -m tests.torture.one KIND SEED SECONDS [CLUSTER]

KIND is one of KINDS; CLUSTER is the folder of a PostgreSQL that may be crashed.
"""

import json
import logging
import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import django
import pytest

CONTROL = {"sender": "naive", "to_scheduler": 0, "terminated": 0, "stopped": 0}
OFTEN = {"every_s": (0.2, 0.8), "deeds": 25, "stopped": 0}
PLANS = {
    "product": {},
    "control": CONTROL,
    "disk": OFTEN | {"deeds": 45},
    "redis": OFTEN | {"sender": "worker"},
    "rabbitmq": OFTEN | {"sender": "worker"},
}
KINDS = (*PLANS, "starts")
ISSUES_A_SECOND = 2


def main(kind: str, seed: str, seconds: str, cluster: str = "") -> None:
    """The last line is the figures as JSON, or why there are none."""
    try:
        with ExitStack() as stack:
            print(json.dumps(_run(kind, seed, float(seconds), cluster, stack) | {"kind": kind}))
    except pytest.skip.Exception as missing:
        print(json.dumps({"kind": kind, "left_out": str(missing)}))


def _run(kind: str, seed: str, seconds: float, cluster: str, stack: ExitStack) -> dict:
    deeds = _deeds(kind, cluster, stack)
    django.setup()
    logging.disable(logging.WARNING)
    from django.conf import settings
    from django.core.management import call_command

    from tests.cast import build_cast
    from tests.torture import starts
    from tests.torture.run import Run, complaints
    from tests.torture.violence import Plan

    call_command("migrate", verbosity=0)
    newsletter, url = build_cast().newsletter, settings.ENV.database_url
    if kind == "starts":
        issues = int(seconds * ISSUES_A_SECOND)
        figures = starts.race(newsletter, issues=issues, seed=seed, database_url=url)
        return figures | {"complaints": starts.complaints(figures)}
    run = Run(seed=seed, seconds=seconds, plan=Plan(**PLANS[kind]), deeds=deeds)
    figures = run.torment(newsletter, database_url=url)
    return figures | {"complaints": [] if kind == "control" else complaints(figures)}


def _deeds(kind: str, cluster: str, stack: ExitStack) -> dict:
    """What else is struck. A broker is there before Django reads its settings."""
    from tests.torture import broker, disk
    from tests.torture.postgres import crash

    if kind in {"redis", "rabbitmq"}:
        return stack.enter_context(broker.struck(kind))
    if kind == "disk":
        return {"fill disk": partial(disk.fill, Path(os.environ["PARTWISE_VAR"]))}
    return {"crash": partial(crash, Path(cluster))} if cluster and kind == "product" else {}


if __name__ == "__main__":
    main(*sys.argv[1:])
