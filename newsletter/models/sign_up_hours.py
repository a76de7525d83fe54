from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Sum

from cms.clock import Now
from newsletter.core.crowd import Way

AN_HOUR, A_WEEK = timedelta(hours=1), timedelta(days=7)


class SignUpHourQuerySet(models.QuerySet):
    def note(self, way: Way, *, at: datetime) -> None:
        """One sign-up more in this hour."""
        hour = _beginning(at)
        self.get_or_create(begins_at=hour)
        self.filter(begins_at=hour).update(count=F("count") + 1, waited=F("waited") + int(way is Way.WAITED))

    def of_last_hour(self, *, at: datetime) -> tuple[float, float]:
        """About how many there were, and how many of them had waited: two rows, however many there were.

        Of the hour before this one as much is counted as still lies within 60 minutes.
        """
        hour = _beginning(at)
        rows = {row.begins_at: row for row in self.filter(begins_at__in=[hour, hour - AN_HOUR])}
        shares = {hour: 1.0, hour - AN_HOUR: 1 - (at - hour) / AN_HOUR}
        counted = [
            (rows[begins].count * share, rows[begins].waited * share)
            for begins, share in shares.items()
            if begins in rows
        ]
        return sum(count for count, _ in counted), sum(waited for _, waited in counted)

    def of_last_week(self) -> int:
        return self.filter(begins_at__gt=Now() - A_WEEK).aggregate(sum=Sum("count"))["sum"] or 0

    def forget(self) -> None:
        self.filter(begins_at__lte=Now() - A_WEEK).delete()


class SignUpHour(models.Model):
    """How many sign-ups there were in one hour, so that a crowd can be told from a good day. It knows of nobody."""

    begins_at = models.DateTimeField(unique=True)
    count = models.PositiveIntegerField(default=0)
    waited = models.PositiveIntegerField(default=0, help_text="Those that came through a crowd by waiting.")

    objects = SignUpHourQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.count} sign-ups from {self.begins_at:%Y-%m-%d %H:%M}"


def _beginning(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
