"""Why an issue is not for some of its newsletter's readers: what their series and their other letters say.

The start of an issue and every estimate of it ask the same questions here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from newsletter.core.audience import Reason
from newsletter.core.courses.facts import CourseState
from newsletter.core.purposes import Purpose
from newsletter.models.courses import Course
from newsletter.models.enrollments import Enrollment
from newsletter.models.issues import Issue
from newsletter.models.live_parts import LiveParts
from newsletter.models.reader_days import A_DAY, day_of, letters_between


@dataclass(frozen=True)
class Barriers:
    """What one issue meets; `first` are courses whose readers get no issue meanwhile."""

    issue: Issue
    live: LiveParts
    first: tuple[int, ...]

    @classmethod
    def of(cls, issue: Issue) -> "Barriers":
        skip = {"hold_newsletters": Course.Meanwhile.SKIP, "state": CourseState.OPEN}
        first = Course.objects.filter(newsletter=issue.newsletter_id, **skip).values_list("pk", flat=True)
        return cls(issue, LiveParts.of(issue), tuple(first))

    def against(self, subscribers: Collection[int], *, now: datetime) -> dict[int, Reason]:
        """Subscriber -> the strongest reason. Their ways are locked until the transaction ends."""
        return self._strongest(self.live.barriers(subscribers, now=now), subscribers, now)

    def foreseen(self, subscribers: Collection[int] | None = None, *, now: datetime) -> dict[int, Reason]:
        """The same of these, or of all readers of the newsletter, if it started now. Nothing is locked."""
        return self._strongest(self.live.foreseen(subscribers, now=now), subscribers, now)

    def promises(self, subscriber: int) -> bool:
        """Whether this reader may be told that the issue comes: no course keeps it from them, now or until then."""
        return not (self.live.is_brought_to(subscriber) or self.foreseen([subscriber], now=self.issue.send_at))

    def _strongest(
        self, by_part: dict[int, Reason], subscribers: Collection[int] | None, now: datetime
    ) -> dict[int, Reason]:
        found = dict.fromkeys(self._over_the_cap(subscribers, now), Reason.DAILY_CAP)
        first = dict.fromkeys(self._course_first(subscribers), Reason.COURSE_FIRST)
        for more in (first, by_part):
            for reader, reason in more.items():
                found[reader] = min(found.get(reader, reason), reason, key=_STRENGTH.index)
        return found

    def _course_first(self, subscribers: Collection[int] | None) -> Iterable[int]:
        if not self.first:
            return ()
        ways = Enrollment.objects.under_way().filter(subscription__course__in=self.first)
        theirs = ways.filter(self._of(subscribers, "subscription__subscriber"))
        return theirs.values_list("subscription__subscriber", flat=True)

    def _over_the_cap(self, subscribers: Collection[int] | None, now: datetime) -> Iterable[int]:
        """Who had another issue on the day on which this one starts where they live."""
        if not self.issue.newsletter.cap_issues:
            return
        lately = letters_between(now - 2 * A_DAY, now + 2 * A_DAY, purpose=Purpose.ISSUE).exclude(issue=self.issue)
        theirs = lately.filter(self._of(subscribers, "subscription__subscriber"))
        columns = ("subscription__subscriber", "subscription__subscriber__zone", "marked_at", "not_before")
        for reader, zone, marked_at, not_before in theirs.values_list(*columns).iterator():
            begins, ends = day_of(now, zone)
            if begins <= (marked_at or not_before) < ends:
                yield reader

    def _of(self, subscribers: Collection[int] | None, path: str) -> Q:
        if subscribers is None:
            return Q((f"{path}__subscriptions__newsletter", self.issue.newsletter_id))
        return Q((f"{path}__in", list(subscribers)))


_STRENGTH = list(Reason)
