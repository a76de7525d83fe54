from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cms.clock import Now
from newsletter.core.deliverability.round_trip import Trip

PATIENCE = timedelta(minutes=1)
"""A second wish within it is the same wish."""


class RoundTripQuerySet(models.QuerySet):
    def ask(self) -> bool:
        """Wish for one, once: not while one was wished for within a minute."""
        self.get_or_create(pk=1)
        free = Q(asked_at__isnull=True) | Q(asked_at__lt=Now() - PATIENCE)
        fresh = {"left_at": None, "heard_at": None, "refusal": "", "away": "", "name": ""}
        return bool(self.filter(free, pk=1).update(asked_at=Now(), begun_at=None, **fresh))

    def begin(self, name: bytes) -> bool:
        """Take the wish, and say under which name it travels; whoever comes second has nothing to do."""
        return bool(self.filter(asked_at__isnull=False, begun_at=None).update(begun_at=Now(), name=name.hex()))

    def left(self, name: bytes) -> None:
        """It is on its way from now on."""
        self.filter(name=name.hex()).update(left_at=Now())

    def failed(self, name: bytes, **why: str) -> None:
        """`refusal` or `away`: it did not leave."""
        self.filter(name=name.hex()).update(left_at=None, **why)

    def arrive(self, name: bytes) -> bool:
        """One that travels under this name came back; False where none does."""
        return bool(self.filter(name=name.hex()).update(heard_at=Coalesce(F("heard_at"), Now())))


class RoundTrip(models.Model):
    """The one row that says how the last try of the way back went."""

    name = models.CharField(max_length=24, blank=True)
    asked_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=500, blank=True)
    away = models.CharField(max_length=500, blank=True)

    objects = RoundTripQuerySet.as_manager()

    def __str__(self) -> str:
        return f"round trip {self.name[:8]}"

    @property
    def trip(self) -> Trip | None:
        """As the check reads it; None before the first."""
        if not self.asked_at:
            return None
        return Trip(
            asked_at=self.asked_at,
            left_at=self.left_at,
            heard_at=self.heard_at,
            refusal=self.refusal,
            away=self.away,
        )
