"""A worker's look at imports: one job at a time, under a lease, as long as there is work and time."""

import logging

from cms.database import AWAY
from newsletter.core.failures import where
from newsletter.core.subscriber_files.job_state import JobState
from newsletter.core.subscriber_files.limits import FileRefused
from newsletter.importing.applying import apply_job
from newsletter.importing.chunks import Over
from newsletter.importing.reading import read_job
from newsletter.importing.undoing import undo_job
from newsletter.models import ImportJob

STEPS = {JobState.READING: read_job, JobState.APPLYING: apply_job, JobState.UNDOING: undo_job}
STUMBLED = "Something went wrong on our side. What was done so far is whole; you can go on, or undo it."

log = logging.getLogger(__name__)


def work_on_imports(*, run: str, over: Over) -> bool:
    """Do what waits; whether more is left when the time is over. `run` is the random name of this worker's turn."""
    while not over():
        job = ImportJob.objects.claim(run)
        if job is None:
            return False
        try:
            _step(job, run, over)
        finally:
            ImportJob.objects.filter(pk=job.pk, lease=run).update(lease="", lease_until=None)
    return ImportJob.objects.waiting().exists()


def _step(job: ImportJob, run: str, over: Over) -> None:
    try:
        STEPS[JobState(job.state)](job, run=run, over=over)
    except FileRefused as refused:
        job.staged.all()._raw_delete(using=job.staged.db)  # noqa: SLF001 - nothing hangs on them
        ImportJob.objects.move(job.pk, before=JobState.READING, after=JobState.MAPPING, done_to=0)
        ImportJob.objects.filter(pk=job.pk).update(failure=str(refused)[:400])
    except AWAY:
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is, the other imports must not wait for this one
        log.error("import stumbled", extra={"kind": type(failure).__name__, "at": where(failure)})  # noqa: TRY400 - no message
        ImportJob.objects.filter(pk=job.pk).update(failure=STUMBLED)
