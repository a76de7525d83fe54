"""The dry run: every row is read, judged and staged, and nothing of any reader changes."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction

from cms.clock import database_now
from cms.zones import ZONES, zone_today
from newsletter.conf import suppression_keys
from newsletter.core.subscriber_files.decisions import Decision, Ground
from newsletter.core.subscriber_files.job_state import JobState
from newsletter.core.subscriber_files.limits import LIMITS, FileRefused
from newsletter.core.subscriber_files.tables import judge, read_table
from newsletter.core.subscriber_files.verdicts import SUBSCRIBES, SUPPRESSES, Verdict
from newsletter.importing.chunks import Over, in_chunks
from newsletter.importing.files import opener
from newsletter.importing.here import known, wanted
from newsletter.models import AttributeField, ImportJob, Newsletter, StagedRow, Suppression
from newsletter.models.many_rows import insert_rows

TOO_MANY = f"There are more than {LIMITS.rows:,} rows. Give the file in several imports."
NO_ROWS = "There is no row in this file."
ANOTHER_COUNTS = "Another row about the same reader counts."
KEPT_FACTS = frozenset({Verdict.UNCHANGED, *SUBSCRIBES, *SUPPRESSES})
"""Verdicts whose rows are made of something later; of the others nothing is kept."""

COLUMNS = (
    "job",
    "number",
    "table",
    "line",
    "verdict",
    "column",
    "reason",
    "key",
    "rank",
    "moment",
    "facts",
)

_LOSERS = """
UPDATE newsletter_stagedrow SET verdict = %s, "column" = '', reason = %s, facts = '{}'
WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY key ORDER BY rank DESC, moment DESC, number) AS place
        FROM newsletter_stagedrow WHERE job_id = %s AND key <> ''
    ) placed WHERE place > 1
)
"""


class Numbered(NamedTuple):
    """A row of the whole import: its number, its table, its line there, and its decision."""

    number: int
    table: int
    line: int
    decision: Decision


def read_job(job: ImportJob, *, run: str, over: Over) -> None:
    """Go on staging behind the last row that was staged; at the end the sums are made. Raises FileRefused."""
    rows = islice(_rows(job), job.done_to, None)
    for chunk in in_chunks(rows):
        with transaction.atomic():
            held = ImportJob.objects.held(job.pk, run)
            if held is None:
                return
            _stage(held, chunk)
            ImportJob.objects.filter(pk=job.pk).update(done_to=chunk[-1].number)
        if over():
            return
    _sum_up(job.pk, run)


def _rows(job: ImportJob) -> Iterator[Numbered]:
    ground, number = _ground(job), 0
    for place, kept in enumerate(job.tables):
        for line, decision in judge(opener(kept), read_table(kept["table"]), ground=ground):
            number += 1
            if number > LIMITS.rows:
                raise FileRefused(TOO_MANY)
            yield Numbered(number, place, line, decision)


def _ground(job: ImportJob) -> Ground:
    return Ground(
        basis=job.consent,
        now=database_now(),
        attributes=AttributeField.objects.all().declared(),
        zones={name: zone_today(name) for name, _ in ZONES},
        newsletters=dict(Newsletter.objects.values_list("slug", "pk")),
        reasons=frozenset(Suppression.Reason.values),
        keys=frozenset(suppression_keys()),
    )


def _stage(job: ImportJob, chunk: Sequence[Numbered]) -> None:
    asked = {
        row.number: wanted(row.decision.verdict, dict(row.decision.facts), job=job)
        for row in chunk
        if row.decision.verdict in KEPT_FACTS
    }
    here = known(list(asked.values()), job=job)
    settled = {number: here.settled(row) for number, row in asked.items()}
    insert_rows(StagedRow, COLUMNS, (_staged(job, row, settled.get(row.number)) for row in chunk))


def _staged(job: ImportJob, row: Numbered, settled: tuple[Verdict, str] | None) -> tuple:
    decision = row.decision
    verdict, remark = settled or (decision.verdict, "")
    rank, moment = decision.rank
    return (
        job.pk,
        row.number,
        row.table,
        row.line,
        str(verdict),
        decision.column[:60],
        (remark or decision.reason)[:200],
        blake2b(decision.key.encode(), digest_size=16).hexdigest() if decision.key else "",
        rank,
        moment,
        _kept(verdict, decision.facts),
    )


def _kept(verdict: Verdict, facts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(facts) if verdict in KEPT_FACTS else {}


def _sum_up(pk: int, run: str) -> None:
    with transaction.atomic():
        job = ImportJob.objects.held(pk, run)
        if job is None:
            return
        if not job.done_to:
            raise FileRefused(NO_ROWS)
        with connection.cursor() as cursor:
            cursor.execute(_LOSERS, [Verdict.DUPLICATE, ANOTHER_COUNTS, pk])
        counts = job.staged.all().counted()
        ImportJob.objects.move(
            pk, before=JobState.READING, after=JobState.REVIEW, rows=job.done_to, done_to=0, counts=counts
        )
