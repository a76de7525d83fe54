"""What is running: the switch that stops it all, and the heartbeats of schedulers and senders."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from cms.clock import Now

ALIVE_FOR = timedelta(seconds=60)


class SendingSwitchQuerySet(models.QuerySet):
    def off(self):
        """The rows that stop everything; none of them means that letters may leave."""
        return self.filter(enabled=False)


class SendingSwitch(models.Model):
    """The one row that stops everything at the next claim and at the final dot."""

    enabled = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        permissions = [("stop_sending", "Can stop everything and let letters leave again")]

    objects = SendingSwitchQuerySet.as_manager()

    def __str__(self) -> str:
        return "on" if self.enabled else "off"

    @property
    def words(self) -> str:
        """What people are told while nothing leaves."""
        who = f" by {self.changed_by}" if self.changed_by else ""
        return f"Everything is stopped{who}{f': {self.why}' if self.why else '.'}"


class HeartbeatQuerySet(models.QuerySet):
    def alive(self):
        """Those that were heard in the last minute, by the database's clock."""
        return self.filter(beat_at__gt=Now() - ALIVE_FOR)

    def beat(self, token: str, **facts) -> None:
        """One more sign of life; the first one says who it is."""
        self.update_or_create(token=token, defaults={"beat_at": Now()}, create_defaults={"beat_at": Now(), **facts})


class Heartbeat(models.Model):
    """One running scheduler or sender: for people to look at, never for correctness."""

    class Kind(models.TextChoices):
        SCHEDULER = "scheduler"
        SENDER = "sender"
        INBOUND = "inbound"

    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    tz_version = models.CharField(max_length=16)
    beat_at = models.DateTimeField(db_default=Now())

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} on {self.host}"
