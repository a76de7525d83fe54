"""Exports of all readers: asked for with a reason, made by a worker, taken once by whoever asked."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.clock import Now
from newsletter.conf import export_key
from newsletter.core.mailed_links import link_token, token_hash

LEASE = timedelta(minutes=2)


class ReaderExportQuerySet(models.QuerySet):
    def waiting(self):
        """Those that a worker should be on, and none is."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
        return self.filter(free, state=ReaderExport.State.MAKING)

    def claim(self, run: str) -> "ReaderExport | None":
        """The oldest that waits, for this run alone; None when there is none."""
        for pk in self.waiting().order_by("pk").values_list("pk", flat=True)[:5]:
            if self.waiting().filter(pk=pk).update(lease=run, lease_until=Now() + LEASE):
                return self.get(pk=pk)
        return None

    def still(self, pk: int, run: str) -> bool:
        """Whether this run is still on it; the lease is lengthened."""
        mine = self.filter(pk=pk, lease=run, state=ReaderExport.State.MAKING)
        return bool(mine.update(lease_until=Now() + LEASE))

    def with_token(self, token: str, *, by):
        """The export that this link gives, to the person who asked for it."""
        return self.filter(token_sha256=token_hash(token), by=by)


class ReaderExport(models.Model):
    """A file of all readers and suppressions, for at most a day and for one download."""

    class State(models.TextChoices):
        MAKING = "making", "Is being made"
        READY = "ready", "Ready, to be taken once"
        TAKEN = "taken", "Taken"
        OVER = "over", "Not taken within a day, and deleted"
        FAILED = "failed", "Something went wrong on our side; ask for it again"

    class Format(models.TextChoices):
        CSV = "csv", "CSV, two tables in a zip"
        JSON = "json", "JSON"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=400)
    format = models.CharField(max_length=4, choices=Format, default=Format.CSV)
    has_mark = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=State, default=State.MAKING)
    file = models.ForeignKey("newsletter.PassingFile", null=True, on_delete=models.SET_NULL, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    records = models.PositiveIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ReaderExportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("export_subscribers", "Can take all readers along as a file")]

    def __str__(self) -> str:
        return f"Export {str(self.public_id)[:8]}"

    def save(self, *args, **kwargs):
        self.token_sha256 = token_hash(self.token)
        super().save(*args, **kwargs)

    @property
    def token(self) -> str:
        """What the link holds; made anew from the key, so that a stolen database opens nothing."""
        return link_token(self.public_id.bytes, key=export_key())

    @property
    def file_name(self) -> str:
        """Names the product and the day, and no newsletter."""
        return f"readers-{self.made_at:%Y-%m-%d}.{'zip' if self.format == self.Format.CSV else 'json'}"
