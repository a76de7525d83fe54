from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q

from cms.clock import Now
from newsletter.core.deliverability import TITLES, Judged
from newsletter.core.deliverability.proof import FRESH_FOR
from newsletter.core.deliverability.verdicts import Record, Says, Verdict
from newsletter.models.choices import choices

PATIENCE = timedelta(minutes=1)
"""A second wish within it is the same wish."""


class DomainLookQuerySet(models.QuerySet):
    def ask(self, *, since: datetime | None = None) -> bool:
        """Wish for a look, once: not while one was wished for within a minute, or after `since`."""
        self.get_or_create(pk=1)
        earlier = Q(asked_at__lt=since) if since else Q(asked_at__lt=Now() - PATIENCE)
        return bool(self.filter(Q(asked_at__isnull=True) | earlier, pk=1).update(asked_at=Now()))

    def begin(self) -> bool:
        """Take the wish; whoever comes second with it has nothing to do."""
        waits = Q(begun_at__isnull=True) | Q(begun_at__lt=F("asked_at"))
        return bool(self.filter(waits, asked_at__isnull=False).update(begun_at=Now()))

    def end(self) -> None:
        self.update_or_create(pk=1, defaults={"ended_at": Now()})


class DomainLook(models.Model):
    """The one row that says when the sending domain was to be looked at, and when it was."""

    asked_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = DomainLookQuerySet.as_manager()

    def __str__(self) -> str:
        return "looking" if self.is_on else "at rest"

    @property
    def is_on(self) -> bool:
        """Somebody wished for a look, and it is not over."""
        return bool(self.asked_at and (self.ended_at is None or self.ended_at < self.asked_at))


class DomainVerdictQuerySet(models.QuerySet):
    def keep(self, found: Iterable[Judged], *, at: datetime) -> None:
        """These are the verdicts now; what is looked at no longer goes."""
        with transaction.atomic():
            kept = [self._kept(each, at).pk for each in found]
            self.exclude(pk__in=kept).delete()

    def _kept(self, each: Judged, at: datetime) -> "DomainVerdict":
        verdict = asdict(each.verdict) | {"at": at}
        if each.verdict.says is Says.GOOD:
            verdict["good_at"] = at
        return self.update_or_create(check_name=each.check, subject=each.subject[:300], defaults=verdict)[0]

    def lately(self) -> tuple[Judged, ...]:
        """What is known and not too old to be true."""
        fresh = self.filter(at__gt=Now() - FRESH_FOR)
        return tuple(Judged(check=row.check_name, subject=row.subject, verdict=row.verdict) for row in fresh)

    def to_fix(self):
        return self.filter(says=Says.FIX)

    def in_order(self) -> list["DomainVerdict"]:
        """What is to fix first, then as the checks stand."""
        places = {name: at for at, name in enumerate(TITLES)}
        weight = {says: at for at, says in enumerate((Says.FIX, Says.NOT_CHECKED, Says.GOOD))}
        return sorted(self, key=lambda row: (weight[row.says], places.get(row.check_name, len(places)), row.subject))


class DomainVerdict(models.Model):
    """What a check said of one thing when it was last looked at. `good_at` is when it was last good."""

    check_name = models.CharField(max_length=24)
    subject = models.CharField(max_length=300)
    says = models.CharField(max_length=12, choices=choices(Says))
    words = models.TextField()
    found = models.JSONField(default=list)
    publish = models.JSONField(default=list)
    hints = models.JSONField(default=list)
    at = models.DateTimeField()
    good_at = models.DateTimeField(null=True)

    objects = DomainVerdictQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_name", "subject"], name="domain_verdict_once")]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.says}"

    @property
    def title(self) -> str:
        return TITLES.get(self.check_name, self.check_name)

    @property
    def verdict(self) -> Verdict:
        """As the check gave it."""
        return Verdict(
            says=Says(self.says),
            words=self.words,
            found=tuple(self.found),
            publish=tuple(Record(**record) for record in self.publish),
            hints=tuple(self.hints),
        )
