"""Imports of readers, as jobs that a worker does in pieces."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cms.clock import Now
from newsletter.core.retention import Kept, kept_for
from newsletter.core.sources import import_source, job_in, source_words
from newsletter.core.subscriber_files.basis import BASES, Basis, BasisKind
from newsletter.core.subscriber_files.job_state import AT_WORK, WORDS, JobState
from newsletter.core.subscriber_files.layouts.known import LAYOUTS
from newsletter.core.subscriber_files.tables import Table, read_table
from newsletter.core.subscriber_files.verdicts import Verdict, sums_match
from newsletter.models.choices import choices

LONGEST_NAME = 60  # of a file, as a line of a list has room for it
UNDO_FOR = min(kept_for(Kept.IMPORT_ROW), kept_for(Kept.UNPROVED))
LEASE = timedelta(minutes=2)  # a chunk takes a second; whoever was killed is followed after this


def source_names(sources: Iterable[str]) -> dict[str, str]:
    """What each source of readers is called: an import by its day and its files, as whoever brought it in knows it."""
    jobs = {job.short_id: job for job in ImportJob.objects.numbered({job_in(one) for one in sources} - {""})}
    return {one: jobs[job_in(one)].words if job_in(one) in jobs else source_words(one) for one in sources}


class ImportJobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for whoever may see all; otherwise one's own."""
        return self if user.has_perm("newsletter.view_importjob") else self.filter(by=user)

    def numbered(self, short_ids: Iterable[str]):
        """Those with these short ids: the beginnings of their public ids."""
        ranges = (Q(public_id__range=(one.ljust(32, "0"), one.ljust(32, "f"))) for one in short_ids)
        return self.filter(reduce(or_, ranges, Q(pk__in=())))

    def waiting(self):
        """Those that a worker should be on, and none is."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
        return self.filter(free, state__in=AT_WORK, failure="")

    def claim(self, run: str) -> "ImportJob | None":
        """The oldest that waits, for this run alone; None when there is none."""
        for pk in self.waiting().order_by("pk").values_list("pk", flat=True)[:5]:
            if self.waiting().filter(pk=pk).update(lease=run, lease_until=Now() + LEASE):
                return self.get(pk=pk)
        return None

    def held(self, pk: int, run: str) -> "ImportJob | None":
        """The job of this run, locked, with its lease lengthened; None when it was lost, or told to stop."""
        job = self.select_for_update().filter(pk=pk, lease=run, state__in=AT_WORK, failure="").first()
        if job:
            self.filter(pk=pk).update(lease_until=Now() + LEASE)
        return job

    def past_undo(self):
        """Those whose rows are kept for nothing any more."""
        return self.exclude(state__in=AT_WORK).filter(rows_are_gone=False, changed_at__lt=Now() - UNDO_FOR)

    def move(self, pk: int, *, before: JobState, after: JobState, **fields) -> bool:
        """From one state to the next, by one person or worker only; no lease stays."""
        return bool(
            self.filter(pk=pk, state=before).update(
                state=after, lease="", lease_until=None, failure="", changed_at=Now(), **fields
            )
        )


class ImportJob(models.Model):
    """Files of readers that somebody brings in: dry run first, undoable as a whole. Nothing is mailed by it.

    `tables` say how each file is read, and where its bytes lie. `counts` are the verdicts of the dry run, `made` those
    of the import itself; `done_to` is the last row that was dealt with, in whichever direction the work goes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    newsletter = models.ForeignKey("newsletter.Newsletter", on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=choices(JobState), default=JobState.MAPPING)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    tables = models.JSONField(default=list)
    basis = models.CharField(max_length=10, choices=choices(BasisKind), default=BasisKind.UNKNOWN)
    wording = models.TextField(blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    agreed_on = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    done_to = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    made_tags = models.JSONField(default=list)
    kept = models.PositiveIntegerField(default=0)
    rows_are_gone = models.BooleanField(default=False)
    failure = models.CharField(max_length=400, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now_add=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Import {self.short_id}"

    def get_absolute_url(self) -> str:
        return reverse("newsletter_imports:job", args=[self.public_id])

    @property
    def short_id(self) -> str:
        """The beginning of the public id: enough to talk about an import."""
        return str(self.public_id)[:8]

    @property
    def state_words(self) -> str:
        return WORDS[JobState(self.state)]

    @property
    def is_at_work(self) -> bool:
        """Whether a worker is on it, or will be in a moment."""
        return self.state in AT_WORK and not self.failure

    @property
    def can_be_undone(self) -> bool:
        """Whether everything that it made is still known; a job that stumbled on its way can be undone as well."""
        has_begun = self.state == JobState.APPLIED or (self.state == JobState.APPLYING and bool(self.failure))
        return has_begun and not self.rows_are_gone

    @property
    def sums_match(self) -> bool:
        """Whether every row that was read has exactly one verdict; without that nothing starts."""
        return self.rows > 0 and sums_match(self.rows, self.counts)

    @property
    def labels(self) -> list[str]:
        """From which system each file came, in words."""
        return [LAYOUTS[table.layout].label for table in self.read_tables]

    @property
    def words(self) -> str:
        """What it is called among others: import of 3 May 2026, readers.csv (Mailchimp)."""
        first, *more = self.read_tables
        files = f"{first.name[:LONGEST_NAME]}{f' and {len(more)} more' if more else ''}"
        return f"import of {self.made_at:%-d %B %Y}, {files} ({LAYOUTS[first.layout].label})"

    @property
    def source(self) -> str:
        """What readers who came by it are found by."""
        return import_source(self.read_tables[0].layout, self.short_id)

    @property
    def consent(self) -> Basis:
        """On what the consent of these readers rests."""
        return Basis(kind=BasisKind(self.basis), wording=self.wording, evidence=self.evidence, given_on=self.agreed_on)

    @property
    def consent_words(self) -> str:
        """On what the consent of the rows rests; nothing where no row has to wait for it."""
        asks_nobody = self.basis == BasisKind.UNKNOWN and not self.counts.get(Verdict.PENDING)
        return "" if asks_nobody else BASES[BasisKind(self.basis)]

    @property
    def read_tables(self) -> list[Table]:
        """How each file is read, in the order in which its rows are numbered."""
        return [read_table(kept["table"]) for kept in self.tables]
