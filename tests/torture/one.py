"""One run on the database of the environment: python -m tests.torture.one product|control SEED SECONDS [CLUSTER]"""

import json
import logging
import sys
from functools import partial
from pathlib import Path

import django

CONTROL = {"sender": "naive", "to_scheduler": 0, "terminated": 0, "stopped": 0, "crashes": 0}


def main(kind: str, seed: str, seconds: str, cluster: str = "") -> None:
    django.setup()
    logging.disable(logging.WARNING)
    from django.conf import settings
    from django.core.management import call_command

    from tests.cast import build_cast
    from tests.torture.postgres import crash
    from tests.torture.run import Run, complaints
    from tests.torture.violence import Plan

    call_command("migrate", verbosity=0)
    run = Run(
        seed=seed,
        seconds=float(seconds),
        plan=Plan(**CONTROL) if kind == "control" else Plan(),
        crash=partial(crash, Path(cluster)) if cluster else None,
    )
    figures = run.torment(build_cast().newsletter, database_url=settings.ENV.database_url)
    print(json.dumps(figures | {"kind": kind, "complaints": [] if kind == "control" else complaints(figures)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
