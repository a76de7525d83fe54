"""A million rows become readers: `make bench-import`.

`python tests/bench/imports.py 100000` tries fewer. PostgreSQL, in a database of its own that is dropped at the end
(DATABASE_URL names the server). The file has the columns of Mailchimp; of a hundred rows three repeat a reader, four
left, one bounced, one cannot be read, and two have no proof. Then all readers are exported. With `--undo` the import
is taken back as well; with `--alike` all rows are about one reader. The last line is JSON: `seconds` is the dry run
and the import together, `cpu_s` the processor time of this process in them, without the database's.
"""

import json
import platform
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

ROWS = 1_000_000
HEADER = "Email Address,First Name,Last Name,Status,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,LEID,EUID,TAGS\n"
NAMES = ("Ada", "Bram", "Chidi", "Dina", "Esra", "Zoë", '"Anne ""A"" Marie"', "")
HOSTS = ("gmail.com", "yahoo.com", "outlook.com", "icloud.com", *(f"host{n}.example.org" for n in range(997)))


def main(rows: int, *, undo: bool, alike: bool) -> None:
    """Write the file, read it, import it; print a table and the line of JSON."""
    from tests.bench.scratch import scratch_database

    with scratch_database(), tempfile.NamedTemporaryFile("w+", encoding="utf-8", suffix=".csv") as file:
        file.writelines(_lines(rows, alike=alike))
        file.flush()
        figures = _figures(Path(file.name), rows, undo=undo)
    print(f"Python {platform.python_version()}, PostgreSQL, {rows:,} rows")
    for name, value in figures.items():
        print(f"{name:16} {value}")
    print(json.dumps(figures))


def _lines(rows: int, *, alike: bool = False):
    yield HEADER
    for n in range(rows):
        kind = n % 100
        who = 7 if alike else n - 50 if kind in {60, 61, 62} else n
        address = "no address" if kind == 99 else f"reader{who}@{HOSTS[who % len(HOSTS)]}"
        state = "unsubscribed" if kind < 4 else "bounced" if kind == 4 else "subscribed"
        agreed = "" if kind in {5, 6} else f"2024-{1 + n % 12:02}-{1 + n % 28:02} 10:00:00"
        tags = '"""slow"",""tea"""' if n % 10 == 0 else ""
        yield f"{address},{NAMES[n % len(NAMES)]},,{state},2,{agreed},203.0.113.{n % 250},{agreed},{n},x{n},{tags}\n"


def _figures(path: Path, rows: int, *, undo: bool) -> dict[str, object]:
    from newsletter.core.subscriber_files.basis import Basis, BasisKind
    from newsletter.importing import deeds
    from newsletter.models import ImportJob

    started, cpu = time.monotonic(), time.process_time()
    job = _opened(path)
    opened = time.monotonic()
    deeds.read(job, tables=job.read_tables, basis=Basis(kind=BasisKind.PROOF, wording="Send me letters."))
    _work()
    read, job = time.monotonic(), ImportJob.objects.get()
    deeds.start(job, by=None)
    _work()
    done, job = time.monotonic(), ImportJob.objects.get()
    if job.state != "applied" or sum(job.made.values()) != rows:
        raise SystemExit(f"The import ended as {job.state} with {job.made}: {job.failure}")
    figures = {
        "rows": rows,
        "seconds": round(done - started, 1),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "cpu_s": round(time.process_time() - cpu, 1),
        "opened_s": round(opened - started, 1),
        "dry_run_s": round(read - opened, 1),
        "import_s": round(done - read, 1),
        "made": job.made,
    }
    return figures | _exported() | (_undone(job) if undo else {})


def _opened(path: Path):
    from django.core.files.uploadedfile import UploadedFile

    from newsletter.importing.files import open_job
    from newsletter.models import Newsletter

    newsletter = Newsletter.objects.create(
        name="Slow Letters", slug="slow-letters", zone="UTC", from_name="Mara", from_email="mara@example.org"
    )
    with path.open("rb") as file:
        upload = UploadedFile(file=file, name="subscribed.csv", size=path.stat().st_size)
        return open_job([upload], newsletter=newsletter, by=None)


def _exported() -> dict[str, object]:
    from newsletter.exporting.deeds import ask
    from newsletter.exporting.work import work_on_exports
    from newsletter.models import ReaderExport

    started = time.monotonic()
    ask(by=None, why="A measure.", form="csv", has_mark=False)
    work_on_exports(run="bench")
    export = ReaderExport.objects.get()
    if export.state != "ready":
        raise SystemExit(f"The export ended as {export.state}.")
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return {"export_s": round(time.monotonic() - started, 1), "exported": export.records, "export_peak_rss_mb": peak}


def _undone(job) -> dict[str, object]:
    from newsletter.importing import deeds
    from newsletter.models import Subscriber

    started = time.monotonic()
    deeds.undo(job, by=None)
    _work()
    return {"undo_s": round(time.monotonic() - started, 1), "readers_left": Subscriber.objects.count()}


def _work() -> None:
    from newsletter.importing.work import work_on_imports

    if work_on_imports(run="bench", over=lambda: False):
        raise SystemExit("Work was left over.")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    main(numbers[0] if numbers else ROWS, undo="--undo" in sys.argv, alike="--alike" in sys.argv)
