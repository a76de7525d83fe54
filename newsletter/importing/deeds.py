"""What a person does with an import: say how it is to be read, have it read, start it, undo it, give it up."""

from collections.abc import Sequence

from django.db import transaction

from cms.clock import database_now
from newsletter.core.subscriber_files.basis import Basis, BasisKind
from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.dates import EARLIEST
from newsletter.core.subscriber_files.job_state import AT_WORK, UNDECIDED, JobState
from newsletter.core.subscriber_files.layouts.partwise import LAYOUT as OWN
from newsletter.core.subscriber_files.tables import Table
from newsletter.importing.files import forget_files
from newsletter.importing.waiting import forget_waiting
from newsletter.models import AccessRecord, ImportJob, PassingFile

NO_ADDRESS = "Say which column of “{name}” holds the addresses."
NO_WORDING = "Give the words that these readers agreed to, as they stood on the form."
NO_DAY = "Give the day on which they had agreed at the latest; it cannot lie ahead."
TOO_LONG_AGO = f"Give the day on which they had agreed, in {EARLIEST.year} or later. Look at the year."
NO_EVIDENCE = "Say how you know that they agreed: it stays with each reader's consent."
NO_SUMS = "The sums do not match, so this import cannot start. Have it read again."
NO_UNDO = "This import cannot be undone: {why}."
REST_IS_GONE = (
    "It stopped in the middle, and nobody let it go on within a day, so its other rows were deleted with the file. "
    "Import the file again: whoever is in already stays as they are."
)
NOT_NOW = "This import has moved on meanwhile. Look at it again."


class ImportRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Cannot be done; the message is meant for the person who asked."""


def read(job: ImportJob, *, tables: Sequence[Table], basis: Basis) -> None:
    """A worker reads the files as described; nothing of any reader changes. Raises ImportRefused."""
    _check(tables, basis)
    kept = [{**old, "table": table.as_json()} for old, table in zip(job.tables, tables, strict=True)]
    said = {"basis": basis.kind, "wording": basis.wording, "evidence": basis.evidence, "agreed_on": basis.given_on}
    with transaction.atomic():
        _forget_staged(job)
        _move(job, JobState.MAPPING, JobState.READING, tables=kept, done_to=0, counts={}, **said)


def look_again(job: ImportJob) -> None:
    """Back to the columns; what was read is forgotten. Raises ImportRefused."""
    with transaction.atomic():
        _move(job, JobState.REVIEW, JobState.MAPPING, done_to=0)
        _forget_staged(job)


def start(job: ImportJob, *, by) -> None:
    """Readers come in as the dry run said. Raises ImportRefused where its sums do not match."""
    if not job.sums_match or job.staged.count() != job.rows:
        raise ImportRefused(NO_SUMS)
    with transaction.atomic():
        _move(job, JobState.REVIEW, JobState.APPLYING, done_to=0, made={})
        _note(AccessRecord.Action.IMPORTED, job, by)


def go_on(job: ImportJob) -> None:
    """After it stumbled: on behind the last row that was dealt with."""
    ImportJob.objects.filter(pk=job.pk, state__in=AT_WORK).update(failure="", lease="", lease_until=None)


def undo(job: ImportJob, *, by) -> None:
    """Exactly what it made goes. Raises ImportRefused."""
    if not job.can_be_undone:
        raise ImportRefused(NO_UNDO.format(why=job.state_words.lower()))
    with transaction.atomic():
        done_to = job.rows if job.state == JobState.APPLIED else job.done_to
        _move(job, JobState(job.state), JobState.UNDOING, done_to=done_to, kept=0)
        _forget_staged(job)
        forget_files(job)
        _note(AccessRecord.Action.UNDONE, job, by)


def give_up(job: ImportJob) -> None:
    """The file goes, and nothing of it was taken. Raises ImportRefused once readers came in."""
    if job.state not in UNDECIDED:
        raise ImportRefused(NOT_NOW)
    with transaction.atomic():
        _move(job, JobState(job.state), JobState.FORGOTTEN)
        _forget_staged(job)
        forget_files(job)


def forget_imports() -> None:
    """What is older than its time goes: files after a day with whatever was never started, rows after thirty.

    With the rows go the readers who still wait without proof.
    """
    over = set(PassingFile.objects.over().values_list("pk", flat=True))
    if over:
        for job in ImportJob.objects.filter(state__in=UNDECIDED):
            if over & {kept["file"] for kept in job.tables}:
                give_up(job)
        PassingFile.objects.filter(pk__in=over).forget()
    for job in ImportJob.objects.filter(state=JobState.APPLYING).exclude(failure=""):
        if not PassingFile.objects.filter(pk__in={kept["file"] for kept in job.tables}).exists():
            _leave_rest(job)
    for job in ImportJob.objects.past_undo()[:1]:
        forget_waiting(job)
        with transaction.atomic():
            job.outcomes.all()._raw_delete(using=job.outcomes.db)  # noqa: SLF001 - nothing hangs on them
            ImportJob.objects.filter(pk=job.pk).update(rows_are_gone=True)


def _leave_rest(job: ImportJob) -> None:
    """It stumbled, and nobody went on within a day: what it made stays, and its other rows go as the file did."""
    with transaction.atomic():
        if ImportJob.objects.move(job.pk, before=JobState.APPLYING, after=JobState.APPLIED):
            _forget_staged(job)
            ImportJob.objects.filter(pk=job.pk).update(failure=REST_IS_GONE)


def _check(tables: Sequence[Table], basis: Basis) -> None:
    for table in tables:
        if table.layout != OWN.slug and Column.EMAIL not in table.meanings:
            raise ImportRefused(NO_ADDRESS.format(name=table.name))
    if basis.kind is BasisKind.UNKNOWN or all(table.layout == OWN.slug or table.stance for table in tables):
        return
    if not basis.wording.strip():
        raise ImportRefused(NO_WORDING)
    if basis.kind is BasisKind.DECLARED and (basis.given_on is None or basis.given_on > database_now()):
        raise ImportRefused(NO_DAY)
    if basis.kind is BasisKind.DECLARED and basis.given_on < EARLIEST:
        raise ImportRefused(TOO_LONG_AGO)
    if basis.kind is BasisKind.DECLARED and not basis.evidence.strip():
        raise ImportRefused(NO_EVIDENCE)


def _move(job: ImportJob, before: JobState, after: JobState, **fields) -> None:
    if not ImportJob.objects.move(job.pk, before=before, after=after, **fields):
        raise ImportRefused(NOT_NOW)


def _forget_staged(job: ImportJob) -> None:
    job.staged.all()._raw_delete(using=job.staged.db)  # noqa: SLF001 - nothing hangs on them


def _note(action: str, job: ImportJob, by) -> None:
    AccessRecord.objects.create(action=action, staff=by, fields=f"{job.rows:,} rows", why=str(job))
