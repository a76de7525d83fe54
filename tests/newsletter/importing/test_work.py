"""A worker may stop, die or be doubled between any two transactions, and nothing is lost or made twice."""

import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models import F

from cms.clock import Now
from newsletter.importing import applying, chunks, deeds, reading, work as worker
from newsletter.importing.deeds import forget_imports, give_up, go_on, look_again, read, start
from newsletter.importing.work import STUMBLED, work_on_imports
from newsletter.models import ImportJob, ImportRow, PassingFile, StagedRow, Subscriber
from newsletter.rights import erase_reader
from newsletter.suppressions import find
from tests.newsletter.importing.conftest import PROOF, UNKNOWN, fresh, work
from tests.newsletter.importing.test_importing import row, table

FILE = table(*(row(f"r{number}@example.org", name="Reader") for number in range(10)), row("r3@example.org"))


@pytest.fixture
def _small(monkeypatch):
    """Three rows in a transaction, so that ten make four."""
    for module in (chunks, applying):
        monkeypatch.setattr(module, "AT_ONCE", 3)


def one_chunk():
    """A worker whose time is over after one transaction."""
    asked = iter([False, *[True] * 99])
    return lambda: next(asked)


@pytest.mark.usefixtures("_small")
def test_work_goes_on_behind_the_last_transaction_whoever_does_it(importer):
    job = importer.opened(FILE)
    read(job, tables=job.read_tables, basis=PROOF)
    for turn in range(1, 4):
        assert work_on_imports(run=f"run {turn}", over=one_chunk())
        assert fresh(job).done_to == 3 * turn
    work()
    start(fresh(job), by=importer.staff)
    while work_on_imports(run="again", over=one_chunk()):
        pass

    assert fresh(job).made == {"active": 10, "duplicate": 1}
    assert Subscriber.objects.filter(email_key__startswith="r").count() == 10
    assert ImportRow.objects.count() == 11


@pytest.mark.usefixtures("_small")
def test_a_worker_who_lost_the_job_does_nothing_more(importer):
    job = importer.opened(FILE)
    read(job, tables=job.read_tables, basis=PROOF)
    claimed = ImportJob.objects.claim("slow one")
    assert ImportJob.objects.claim("other") is None
    ImportJob.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert ImportJob.objects.claim("other").pk == job.pk

    reading.read_job(claimed, run="slow one", over=lambda: False)

    assert not StagedRow.objects.exists()


def test_what_fails_stands_still_with_words_and_goes_on_when_asked(importer, monkeypatch, caplog):
    job = importer.dry(FILE)
    start(job, by=importer.staff)

    def broken(*_args, **_kwargs):
        raise RuntimeError("r3@example.org is a strange one")

    with monkeypatch.context() as patched:
        patched.setattr(applying, "make", broken)
        work()
    assert (fresh(job).failure, fresh(job).done_to) == (STUMBLED, 0)
    assert "import stumbled" in caplog.text
    assert "r3@" not in caplog.text + repr([vars(record) for record in caplog.records])
    assert fresh(job).can_be_undone

    go_on(fresh(job))
    work()
    assert fresh(job).state == "applied"


@pytest.mark.usefixtures("_small")
def test_what_stumbled_and_nobody_let_go_on_keeps_no_address_beyond_its_day(importer):
    job = importer.dry(FILE)
    start(job, by=importer.staff)
    assert work_on_imports(run="a", over=one_chunk())
    ImportJob.objects.filter(pk=job.pk).update(failure=STUMBLED)
    forget_imports()
    assert StagedRow.objects.filter(job=job).exists()

    PassingFile.objects.update(expires_at=Now() - timedelta(seconds=1))
    forget_imports()

    left = fresh(job)
    assert not StagedRow.objects.filter(job=job).exists()
    assert (left.state, left.failure) == ("applied", deeds.REST_IS_GONE)
    assert sum(left.made.values()) == 3
    undone = importer.undone(left)
    assert (undone.state, Subscriber.objects.filter(email_key__startswith="r").exists()) == ("undone", False)


def test_somebody_who_signs_up_at_the_same_moment_is_met_on_the_second_try(importer, monkeypatch):
    job = importer.dry(FILE)
    start(job, by=importer.staff)
    real, tries = applying.make, []

    def first_collides(*args, **kwargs):
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        return real(*args, **kwargs)

    monkeypatch.setattr(applying, "make", first_collides)
    work()

    assert fresh(job).made == {"active": 10, "duplicate": 1}


@pytest.mark.parametrize(("data", "words"), [("email\n", "no row"), (FILE, "more than 5 rows")])
def test_a_file_that_cannot_be_read_to_its_end_leads_back_to_its_columns(importer, monkeypatch, data, words):
    monkeypatch.setattr(reading, "LIMITS", reading.LIMITS.__class__(rows=5))
    monkeypatch.setattr(reading, "TOO_MANY", "There are more than 5 rows.")
    job = importer.dry(data, basis=UNKNOWN)

    assert job.state == "mapping"
    assert words in job.failure
    assert not StagedRow.objects.exists()


def test_the_columns_can_be_looked_at_again_and_read_anew(importer):
    job = importer.dry(FILE)
    look_again(job)
    assert not StagedRow.objects.exists()
    read(fresh(job), tables=job.read_tables, basis=UNKNOWN)
    work()

    assert fresh(job).counts == {"pending": 10, "duplicate": 1}


def test_what_is_given_up_leaves_no_byte(importer):
    job = importer.dry(FILE)
    give_up(job)

    assert fresh(job).state == "forgotten"
    assert not PassingFile.objects.exists()
    assert not StagedRow.objects.exists()
    with pytest.raises(deeds.ImportRefused):
        give_up(fresh(job))


@pytest.mark.parametrize("step", ["mapping", "review"])
def test_after_a_day_a_file_that_nobody_started_is_gone(importer, step):
    job = importer.opened(FILE) if step == "mapping" else importer.dry(FILE)
    forget_imports()
    assert fresh(job).state == step
    PassingFile.objects.update(expires_at=Now())
    forget_imports()

    assert fresh(job).state == "forgotten"
    assert not PassingFile.objects.exists()
    assert not StagedRow.objects.exists()


def test_after_thirty_days_the_rows_go_and_the_sums_stay(importer):
    job = importer.whole(FILE)
    ImportJob.objects.update(changed_at=F("changed_at") - timedelta(days=31))
    forget_imports()

    assert not ImportRow.objects.exists()
    assert fresh(job).made == job.made
    assert not fresh(job).can_be_undone


def test_an_erased_reader_is_taken_out_of_what_waits(importer, cast):
    job = importer.dry(table(row("ada@example.org", state="unsubscribed"), row("fay@example.org")))
    erase_reader(cast.readers["ada"].subscriber)

    erase_reader(Subscriber.objects.create(email="fay@example.org"))

    assert "@example.org" not in repr(list(StagedRow.objects.values()))
    start(fresh(job), by=importer.staff)
    work()
    assert fresh(job).made == {"left": 1, "left_out": 1}
    assert find("ada@example.org").get().reason == "imported"


def test_the_log_counts_and_names_nobody(importer, caplog):
    caplog.set_level(logging.DEBUG)
    importer.undone(importer.whole(FILE))

    assert "example.org" not in caplog.text
    assert worker.log.name == "newsletter.importing.work"
