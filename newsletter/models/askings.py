from django.conf import settings
from django.db import models
from django.db.models import Q

from newsletter.core.askings import WORDS, Asked


class AskingQuerySet(models.QuerySet):
    def open(self):
        """Those that a worker has not finished."""
        return self.filter(finished_at=None)


class Asking(models.Model):
    """A named person has those readers of an import asked who wait without proof; `counts` say what became of them.

    `done_to` is the last subscription that was dealt with.
    """

    job = models.ForeignKey("newsletter.ImportJob", on_delete=models.CASCADE, related_name="askings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=400)
    at = models.DateTimeField(auto_now_add=True)
    done_to = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["job"], condition=Q(finished_at=None), name="one_open_asking_of_a_job")
        ]

    def __str__(self) -> str:
        return f"Asking of {self.job}"

    @property
    def told(self) -> list[tuple[int, str]]:
        """How many readers, and what became of them."""
        return [(self.counts[kind], WORDS[kind]) for kind in Asked if self.counts.get(kind)]
