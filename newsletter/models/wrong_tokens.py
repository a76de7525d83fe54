from datetime import datetime

from django.db import models, transaction
from django.db.models import F

from cms.clock import Now
from newsletter.core.retention import Kept, kept_for

AN_HOUR = kept_for(Kept.WRONG_TOKENS)
MOST_AN_HOUR = 120  # readers.md 13; whole offices sit behind one network, and press damaged links


class WrongTokensQuerySet(models.QuerySet):
    def note(self, network: str) -> "WrongTokens":
        """One more from this network, in an hour that begins with the first."""
        with transaction.atomic():  # the row is held until it is read again
            lately = self.filter(network=network, since__gt=Now() - AN_HOUR)
            if not lately.update(count=F("count") + 1):
                self.update_or_create(network=network, defaults={"count": 1, "since": Now()})
            return self.get(network=network)

    def forget(self) -> None:
        self.filter(since__lte=Now() - AN_HOUR).delete()


class WrongTokens(models.Model):
    """How many links that open nothing were tried from one network, given as a keyed hash; empty for an unknown one."""

    network = models.CharField(max_length=64, unique=True, blank=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_default=Now(), db_index=True)

    objects = WrongTokensQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wrong tokens"

    def __str__(self) -> str:
        return f"{self.count} wrong tokens"

    @property
    def are_too_many(self) -> bool:
        return self.count > MOST_AN_HOUR

    @property
    def over_at(self) -> datetime:
        """When the network begins anew."""
        return self.since + AN_HOUR
