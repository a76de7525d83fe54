"""make torture: the product under violence on both databases.

    python -m tests.torture [--seed WORD] [--seconds 45] [--long] [--only sqlite|postgresql]

Each database is a run in a process of its own; the last line is one JSON object that sums them up and holds both.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack, closing

from tests.torture.postgres import Cluster, Missing
from tests.torture.processes import ROOT, SECRET_KEY

SECONDS, LONG_SECONDS = 40, 1800
SUMMED = ("kills", "faults", "messages", "lost", "duplicates", "uncertain")


def main() -> int:
    asked = _arguments()
    print(f"seed {asked.seed} (make torture SEED={asked.seed} strikes the same blows again)", flush=True)
    runs = [run for name in asked.only or ("sqlite", "postgresql") if (run := _on(name, asked))]
    guilty = _on("sqlite", asked, control=True)
    problems = [words for run in runs for words in run["complaints"]]
    if not guilty["duplicates"]:
        problems.append("The control, which marks after handing over, was not found guilty: the harness is broken.")
    for words in problems:
        print(words, flush=True)
    print(json.dumps(_summary(runs, guilty, asked.seed)))
    return 1 if problems else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", action="append", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    asked.seed = asked.seed or secrets.token_hex(4)
    asked.seconds = asked.seconds or (LONG_SECONDS if asked.long else SECONDS)
    return asked


def _on(name: str, asked: argparse.Namespace, *, control: bool = False) -> dict | None:
    """The run on one database, or None where it cannot be had."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="partwise-torture-"))
        url, own = f"sqlite://{folder}/ledger.sqlite3", ""
        if name == "postgresql":
            try:
                cluster = stack.enter_context(closing(Cluster()))
            except Missing as missing:
                print(f"postgresql is left out. {missing}", flush=True)
                return None
            url, own = cluster.url, str(cluster.folder)
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev",
            "SECRET_KEY": SECRET_KEY,
            "PARTWISE_VAR": folder,
            "PARTWISE_SENDING_DOMAIN": "letters.example.org",
        }
        seconds = min(asked.seconds, 15) if control else asked.seconds
        options = ["control" if control else "product", asked.seed, str(seconds), own]
        command = [sys.executable, "-m", "tests.torture.one", *options]
        told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
        figures = json.loads(told.splitlines()[-1])
        print(json.dumps(figures), flush=True)
        return figures


def _summary(runs: list[dict], guilty: dict, seed: str) -> dict:
    sums = sum((Counter({key: run[key] for key in SUMMED}) for run in runs), Counter())
    return {
        "database": ", ".join(run["database"] for run in runs),
        **{key: sums[key] for key in SUMMED},
        "sums_match": all(run["sums_match"] for run in runs),
        "seed": seed,
        "control_duplicates": guilty["duplicates"],
        "runs": [
            {key: run[key] for key in ("database", *SUMMED, "sums_match", "most_uncertain", "blows")} for run in runs
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
