from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from newsletter.core.delivery_state import OPEN, State
from newsletter.core.purposes import Purpose
from newsletter.models.compiled import IssueItem
from newsletter.models.enrollments import Enrollment

_BY_ISSUE = {
    "mode": "whole",
    "compiled__deliveries__purpose": Purpose.ISSUE,
    "compiled__deliveries__state__in": sorted({*OPEN, State.HANDED_OVER, State.UNCERTAIN}),
}
"""Texts that an issue showed whole, in letters that left, may have left, or are about to."""
_IS_PART = Q(part_uuid__isnull=False) | Q(article__places__isnull=False)

_NOTED = ("subscriber_id", "run", "part")
_PLACED = ("subscriber_id", "run", "delivery__compiled__shown__article__places__uuid")
_SHOWN_TO = (
    "compiled__deliveries__subscription__subscriber_id",
    "compiled__deliveries__date_header",
    "part_uuid",
    "article__places__uuid",
)


class PartHandOverQuerySet(models.QuerySet):
    def standing(self):
        """Those that count: their letter left, may have left, or is about to."""
        return self.filter(released_at=None)

    def had_by(self, ways: Iterable[Enrollment]) -> dict[int, set[str]]:
        """Way -> the parts that its reader had in that run, or that are on their way, by any road.

        Everybody's first run knows what came as an issue before it; a later one only what came since it began.
        An article is the same part when its row was taken out and added again, and when an issue shows it by itself.
        """
        ways = list(ways)
        readers = {way.subscription.subscriber_id for way in ways}
        if not readers:
            return {}
        noted, whole = defaultdict(set), defaultdict(set)
        rows = self.standing().filter(subscriber__in=readers)
        today = rows.filter(delivery__compiled__shown__part_uuid=F("part"))
        for reader, run, part in (*rows.values_list(*_NOTED), *today.values_list(*_PLACED)):
            noted[reader, run].add(str(part))
        theirs = {"compiled__deliveries__subscription__subscriber__in": readers}
        issues = IssueItem.objects.filter(_IS_PART, **_BY_ISSUE, **theirs)
        for reader, at, *parts in issues.order_by().values_list(*_SHOWN_TO).distinct():
            whole[reader].update((at, str(part)) for part in parts if part)
        return {way.pk: noted[_of(way)] | way.since_it_began(whole[_of(way)[0]]) for way in ways}

    def had_in(self, way: Enrollment) -> set[str]:
        """The same of one way."""
        return self.had_by([way])[way.pk]


def _of(way: Enrollment) -> tuple[int, int]:
    return way.subscription.subscriber_id, way.run


class PartHandOver(models.Model):
    """A part that a reader had, or is about to have, by a course or by an issue: never twice in one run."""

    class Via(models.TextChoices):
        COURSE = "course"
        ISSUE = "issue"

    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.CASCADE, related_name="parts")
    part = models.UUIDField()
    run = models.PositiveSmallIntegerField(default=1)
    delivery = models.ForeignKey("newsletter.Delivery", null=True, on_delete=models.CASCADE, related_name="parts")
    via = models.CharField(max_length=6, choices=Via)
    at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True)  # its letter never left, so the part may come by another road

    objects = PartHandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "part", "run"], condition=Q(released_at=None), name="part_once_per_reader_and_run"
            )
        ]

    def __str__(self) -> str:
        return f"Part {str(self.part)[:8]} by {self.via}"
