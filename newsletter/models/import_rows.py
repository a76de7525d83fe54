"""The rows of an import: what they would become, and what they became."""

from collections.abc import Iterable, Mapping

from django.db import models
from django.db.models import Count, Q

from newsletter.core.subscriber_files.verdicts import REPORTED, Verdict


class JudgedRow(models.Model):
    """A row of a file by its number in the job, and its verdict; `column` and `reason` are for the report."""

    number = models.PositiveIntegerField()
    table = models.PositiveSmallIntegerField(default=0)
    line = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)
    column = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class JudgedRowQuerySet(models.QuerySet):
    def reported(self):
        """What the report names: whatever was not simply taken."""
        return self.filter(Q(verdict__in=REPORTED) | ~Q(reason="")).order_by("number")

    def remarked(self, remarks: Iterable[str]):
        """Those that carry one of these remarks."""
        return self.filter(reason__in=list(remarks))

    def counted(self) -> Mapping[str, int]:
        """How many rows have each verdict."""
        found = self.order_by().values_list("verdict").annotate(n=Count("pk"))
        return {str(Verdict(verdict)): n for verdict, n in found}


class StagedRow(JudgedRow):
    """A row between dry run and import, with what is needed to make it. It goes with the file.

    `key` stands for the reader it is about; of several with one key the strictest counts, by `rank` and `moment`.
    """

    job = models.ForeignKey("newsletter.ImportJob", on_delete=models.CASCADE, related_name="staged", db_index=False)
    key = models.CharField(max_length=32, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    moment = models.BigIntegerField(default=0)
    facts = models.JSONField(default=dict)

    objects = JudgedRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="staged_row_once")]

    def __str__(self) -> str:
        return f"Row {self.number} of {self.job_id}"


class ImportRow(JudgedRow):
    """What became of a row, and what it made, so that it can be undone exactly. It holds no address.

    `reader` is there where something was made or filled for them; the ids of subscription and suppression are of rows
    that this one made. `besides`: tags that were put on, and what was filled in where nothing was.
    """

    job = models.ForeignKey("newsletter.ImportJob", on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    reader = models.ForeignKey("newsletter.Subscriber", null=True, on_delete=models.CASCADE, related_name="+")
    made_reader = models.BooleanField(default=False)
    made_subscription = models.BigIntegerField(null=True)
    made_suppression = models.BigIntegerField(null=True)
    besides = models.JSONField(null=True)

    objects = JudgedRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_row_once")]
        indexes = [
            models.Index(
                fields=["made_suppression"],
                condition=Q(made_suppression__isnull=False),
                name="import_row_by_suppression",
            )
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of {self.job_id}"
