"""The sample files of the demo: forty invented people, five files of four systems, and what becomes of each row."""

import csv
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from newsletter.core.subscriber_files.archives import table_in, tables_in
from newsletter.core.subscriber_files.tables import judge, look
from newsletter.importing.deeds import read, start
from newsletter.importing.files import open_job
from newsletter.importing.work import work_on_imports
from newsletter.models import ImportJob, Subscriber
from newsletter.suppressions import find
from tests.newsletter.core.subscriber_files.files import ground
from tests.newsletter.importing.conftest import PROOF

FOLDER = Path(__file__).resolve().parents[3] / "newsletter/demo/import"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".csv", ".zip"})


def expected(name: str) -> list[list[str]]:
    with (FOLDER / "expected.tsv").open() as file:
        return [row[1:] for row in csv.reader(file, delimiter="\t") if row[0] == name]


def entries(path: Path) -> list[str]:
    if path.suffix != ".zip":
        return [""]
    with path.open("rb") as file:
        return tables_in(file)


def opener(path: Path, entry: str):
    @contextmanager
    def opened():
        with path.open("rb") as file:
            if not entry:
                yield file
                return
            with table_in(file, entry) as table:
                yield table

    return opened


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_row_becomes_what_was_expected(path):
    found = []
    for entry in entries(path):
        opens = opener(path, entry)
        table = look(opens, name=entry or path.name)
        assert table.layout == path.stem.partition("-")[0]
        for line, decision in judge(opens, table, ground=ground()):
            found.append([entry, str(line), decision.key or "-", str(decision.verdict)])

    assert found == expected(path.name)


def test_forty_people_are_named():
    with (FOLDER / "expected.tsv").open() as file:
        readers = {row[3] for row in csv.reader(file, delimiter="\t") if "@" in row[3]}

    assert len(readers) + 4 == 40  # two share a cell, one has no @, one agreed in the future
    assert {reader.partition("@")[2] for reader in readers} == {"example.org", "xn--bcher-kva.example"}


@pytest.mark.parametrize("files", [FILES, FILES[::-1]], ids=["in order", "the other way round"])
def test_all_of_them_together_mail_nobody_and_the_strictest_word_counts(cast, files):
    uploads = [SimpleUploadedFile(path.name, path.read_bytes()) for path in files]
    job = open_job(uploads, newsletter=cast.newsletter, by=None)
    read(job, tables=job.read_tables, basis=PROOF)
    work_on_imports(run="a", over=lambda: False)
    start(ImportJob.objects.get(), by=None)
    work_on_imports(run="a", over=lambda: False)

    job = ImportJob.objects.get()
    assert job.made == {
        "active": 19, "pending": 2, "left": 9, "bounced": 3, "complained": 2,
        "duplicate": 7, "left_out": 1, "refused": 4,
    }  # fmt: skip
    reasons = {name: find(f"{name}@example.org").get().reason for name in ("ines", "rosa", "bashir", "femke")}
    assert reasons == {"ines": "imported", "rosa": "complaint", "bashir": "imported", "femke": "hard_bounce"}
    assert not Subscriber.objects.filter(email_key__in=[f"{name}@example.org" for name in reasons]).exists()
    assert Subscriber.objects.get(email_key="gita@example.org").first_name == "Gita Rani"
    assert Counter(str(tag) for reader in Subscriber.objects.all() for tag in reader.tags.all())["reading circle"] == 3
    assert mail.outbox == []
