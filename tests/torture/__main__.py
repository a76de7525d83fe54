"""make torture: the product under violence on both databases, with and without brokers, on a disk that is full.

    python -m tests.torture [--seed WORD] [--seconds 25] [--long] [--only RUN ...]

Each run is a process of its own; the last line is one JSON object that sums up those of the product and holds them all.
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
from dataclasses import dataclass
from pathlib import Path

from tests.torture.disk import Missing as NoDisk, small_disk
from tests.torture.postgres import Cluster, Missing as NoCluster
from tests.torture.processes import ROOT, SECRET_KEY

SECONDS, LONG_SECONDS = 25, 1800
SUMMED = ("kills", "faults", "messages", "lost", "duplicates", "uncertain")
TOLD = ("kind", "database", *SUMMED, "sums_match", "most_uncertain", "blows")
STARTS = ("kind", "database", "issues", "starts", "started_twice", "never_started", "kills")


@dataclass(frozen=True, kw_only=True)
class Way:
    """One run: what is struck, on which database, and which share of the time it gets."""

    kind: str
    database: str
    share: float = 1.0


WAYS = {
    "sqlite": Way(kind="product", database="sqlite"),
    "postgresql": Way(kind="product", database="postgresql"),
    "disk": Way(kind="disk", database="sqlite", share=0.4),
    "redis": Way(kind="redis", database="postgresql", share=0.4),
    "rabbitmq": Way(kind="rabbitmq", database="postgresql", share=0.4),
    "starts": Way(kind="starts", database="postgresql", share=0.4),
    "control": Way(kind="control", database="sqlite", share=0.4),
}
CONTROL_S = 15  # it is found guilty within that, or never


def main() -> int:
    asked = _arguments()
    print(f"seed {asked.seed} (make torture SEED={asked.seed} strikes the same blows again)", flush=True)
    runs = [run for name in asked.only or WAYS if (run := _on(WAYS[name], asked))]
    problems = [f"{run['kind']} on {run['database']}: {words}" for run in runs for words in run["complaints"]]
    if any(run["kind"] == "control" and not run["duplicates"] for run in runs):
        problems.append("The control, which marks after handing over, was not found guilty: the harness is broken.")
    for words in problems:
        print(words, flush=True)
    print(json.dumps(_summary(runs, asked.seed)))
    return 1 if problems else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", default="")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", action="append", choices=list(WAYS))
    asked = parser.parse_args()
    asked.seed = asked.seed or secrets.token_hex(4)
    asked.seconds = asked.seconds or (LONG_SECONDS if asked.long else SECONDS)
    return asked


def _on(way: Way, asked: argparse.Namespace) -> dict | None:
    """The run, or None where what it needs cannot be had."""
    try:
        with ExitStack() as stack:
            figures = _figures(way, asked, stack)
    except (NoCluster, NoDisk) as missing:
        figures = {"left_out": str(missing)}
    if "left_out" in figures:
        print(f"{way.kind} on {way.database} is left out. {figures['left_out']}", flush=True)
        return None
    print(json.dumps(figures), flush=True)
    return figures


def _figures(way: Way, asked: argparse.Namespace, stack: ExitStack) -> dict:
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="partwise-torture-"))
    if way.kind == "disk":
        stack.enter_context(small_disk(Path(folder)))
    url, own = f"sqlite://{folder}/ledger.sqlite3", ""
    if way.database == "postgresql":
        cluster = stack.enter_context(closing(Cluster()))
        url, own = cluster.url, str(cluster.folder)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev",
        "SECRET_KEY": SECRET_KEY,
        "PARTWISE_VAR": folder,
        "PARTWISE_SENDING_DOMAIN": "letters.example.org",
    }
    seconds = asked.seconds * way.share
    options = [way.kind, asked.seed, str(min(seconds, CONTROL_S) if way.kind == "control" else seconds), own]
    command = [sys.executable, "-m", "tests.torture.one", *options]
    told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(told.splitlines()[-1])


def _summary(runs: list[dict], seed: str) -> dict:
    ours = [run for run in runs if run["kind"] not in {"control", "starts"}]
    guilty = [run["duplicates"] for run in runs if run["kind"] == "control"]
    sums = sum((Counter({key: run[key] for key in SUMMED}) for run in ours), Counter())
    return {
        "database": ", ".join(sorted({run["database"] for run in ours})),
        **{key: sums[key] for key in SUMMED},
        "sums_match": all(run["sums_match"] for run in ours),
        "seed": seed,
        "control_duplicates": sum(guilty),
        "runs": [{key: run[key] for key in (STARTS if run["kind"] == "starts" else TOLD)} for run in runs],
    }


if __name__ == "__main__":
    sys.exit(main())
