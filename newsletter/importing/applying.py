"""The import itself: staged rows become readers, subscriptions, consents and suppressions. Nothing is mailed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from newsletter.core.subscriber_files.job_state import JobState
from newsletter.core.subscriber_files.verdicts import SUBSCRIBES, SUPPRESSES, Verdict
from newsletter.importing.chunks import AT_ONCE, Over
from newsletter.importing.files import forget_files
from newsletter.importing.here import Known, Wanted, known, wanted
from newsletter.importing.making import make
from newsletter.importing.makings import Making, keep
from newsletter.models import ImportJob

COLUMNS = ("number", "table", "line", "verdict", "column", "reason", "facts")
TRIES = 3  # somebody may sign up with one of these addresses at this very moment


def apply_job(job: ImportJob, *, run: str, over: Over) -> None:
    """Go on behind the last row that was applied, a thousand in one transaction; at the end the file goes."""
    while _applied_chunk(job.pk, run):
        if over():
            return
    _finish(job.pk, run)


def _applied_chunk(pk: int, run: str) -> bool:
    for _ in range(TRIES - 1):
        try:
            return _apply_chunk(pk, run)
        except IntegrityError:  # its message names an address, so nobody is told it
            continue
    return _apply_chunk(pk, run)


@transaction.atomic
def _apply_chunk(pk: int, run: str) -> bool:
    """The next thousand rows; False when there are no more, or when the job is no longer ours."""
    job = ImportJob.objects.held(pk, run)
    if job is None or job.state != JobState.APPLYING:
        return False
    waiting = job.staged.filter(number__gt=job.done_to).order_by("number")
    staged = list(waiting.values_list(*COLUMNS, named=True)[:AT_ONCE])
    if not staged:
        return False
    done = _done(job, staged)
    keep(done, job=job)
    sums = Counter(job.made) + Counter(str(making.verdict) for making in done)
    ImportJob.objects.filter(pk=pk).update(done_to=staged[-1].number, made=dict(sums), made_tags=job.made_tags)
    return True


def _done(job: ImportJob, staged: Sequence[Any]) -> list[Making]:
    """What became of each row. Since the dry run somebody may have come, left or been suppressed: they win."""
    asked = {row.number: wanted(row.verdict, row.facts, job=job) for row in staged if row.facts}
    here = known(list(asked.values()), job=job)
    makings = [_making(row, asked.get(row.number), here) for row in staged]
    make(makings, job=job, known=here)
    return makings


def _making(row: Any, found: Wanted | None, here: Known) -> Making:
    verdict, remark = Verdict(row.verdict), ""
    if found and verdict in SUBSCRIBES | SUPPRESSES:
        verdict, remark = here.settled(found)
    return Making(
        number=row.number,
        table=row.table,
        line=row.line,
        verdict=verdict,
        column=row.column,
        reason=remark or row.reason,
        row=found,
    )


def _finish(pk: int, run: str) -> None:
    with transaction.atomic():
        job = ImportJob.objects.held(pk, run)
        if job is None or job.state != JobState.APPLYING or job.staged.filter(number__gt=job.done_to).exists():
            return
        job.staged.all()._raw_delete(using=job.staged.db)  # noqa: SLF001 - a million rows, and nothing hangs on them
        forget_files(job)
        ImportJob.objects.move(pk, before=JobState.APPLYING, after=JobState.APPLIED)
