"""The parts of a series that leave as an issue, and the readers who get that series by a course."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from cms.clock import Now
from newsletter.core.audience import Reason
from newsletter.core.courses.facts import Course as Rule, Part, Standing
from newsletter.core.courses.live import against_live, together
from newsletter.core.purposes import Purpose
from newsletter.models.course_parts import parts_of
from newsletter.models.courses import Course
from newsletter.models.deliveries import Delivery
from newsletter.models.enrollments import Enrollment, EnrollmentQuerySet
from newsletter.models.issues import Issue
from newsletter.models.parts_handed_over import PartHandOver
from series.models import SeriesPart

WHOLE = "whole"
AT_ONCE = 500  # rows in one statement


@dataclass
class LiveParts:
    """What one issue shows whole. `has_more` says that it shows other texts too, which nobody else brings."""

    issue: Issue
    shown: tuple[str, ...] = ()
    has_more: bool = False
    courses: dict[int, Rule] = field(default_factory=dict)
    parts: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    takers: dict[int, list[Enrollment]] = field(default_factory=dict)  # subscriber -> the ways that go on behind it
    had: dict[int, set[str]] = field(default_factory=dict)  # way -> parts

    @classmethod
    def of(cls, issue: Issue) -> "LiveParts":
        """An issue without such parts asks nothing more of the database."""
        items = _written(issue) if issue.is_draft or issue.compiled is None else _frozen(issue)
        whole = tuple(uuid for uuid, mode in items if uuid and mode == WHOLE)
        series = SeriesPart.objects.filter(uuid__in=whole).values("series")
        found = list(Course.objects.going_on().filter(series__in=series).select_related("series")) if whole else []
        return cls(
            issue,
            shown=whole,
            has_more=len(whole) < len(items),
            courses={course.pk: course.rule for course in found},
            parts={course.pk: parts_of(course) for course in found},
        )

    def barriers(self, subscribers: Iterable[int], *, now: datetime) -> dict[int, Reason]:
        """Subscriber -> why this issue is not for them. Their ways are locked until the transaction ends."""
        if not self.courses:
            return {}
        theirs = self._ways().filter(subscription__subscriber__in=list(subscribers))
        return self._against_each(theirs.select_for_update(of=("self",)), now)

    def foreseen(self, subscribers: Iterable[int] | None = None, *, now: datetime) -> dict[int, Reason]:
        """The same of these, or of all readers of the newsletter, if it started now. Nothing is locked."""
        if not self.courses:
            return {}
        everybody = Q(subscription__subscriber__subscriptions__newsletter=self.issue.newsletter_id)
        these = everybody if subscribers is None else Q(subscription__subscriber__in=list(subscribers))
        return self._against_each(self._ways().filter(these), now)

    def is_brought_to(self, subscriber: int) -> bool:
        """Whether a course brings this reader what the issue shows, so that nobody knows yet which comes first."""
        ways = self._ways().filter(subscription__subscriber=subscriber) if self.courses else None
        return bool(ways) and not self.has_more

    def hand_to_takers(self) -> None:
        """Their course goes on behind these parts as soon as the letter has an end; until then it waits."""
        if not self.takers:
            return
        letters = Delivery.objects.filter(issue=self.issue, purpose=Purpose.ISSUE)
        theirs = letters.filter(subscription__subscriber__in=list(self.takers))
        delivery_of = dict(theirs.values_list("subscription__subscriber", "pk"))
        going, handed = [], []  # without those who were left out for another reason
        for reader, row in ((reader, row) for reader, rows in self.takers.items() for row in rows):
            if delivery := delivery_of.get(reader):
                fresh = self._fresh(row)
                handed += [self._hand_over(reader, row, uuid, delivery) for uuid in fresh]
                row.in_flight_id, row.next_part, row.next_due = delivery, fresh[-1], None
                row.state, row.hold_reason = Standing.ACTIVE, ""
                going.append(row)
        PartHandOver.objects.bulk_create(handed)
        columns = ["in_flight", "next_part", "next_due", "state", "hold_reason"]
        Enrollment.objects.bulk_update(going, columns, batch_size=AT_ONCE)

    def _ways(self) -> EnrollmentQuerySet:
        return Enrollment.objects.filter(subscription__course__in=list(self.courses)).open()

    def _against_each(self, rows: EnrollmentQuerySet, now: datetime) -> dict[int, Reason]:
        ways = defaultdict(list)
        for row in rows.select_related("subscription__subscriber"):
            ways[row.subscription.subscriber_id].append(row)
        self.had = PartHandOver.objects.had_by(row for theirs in ways.values() for row in theirs)
        said = {reader: [(row, self._against(row, now)) for row in theirs] for reader, theirs in ways.items()}
        self.takers = {reader: free for reader, each in said.items() if (free := [row for row, no in each if not no])}
        kept = {reader: self._together(each) for reader, each in said.items()}
        return {reader: reason for reader, reason in kept.items() if reason}

    def _together(self, said: list[tuple[Enrollment, Reason | None]]) -> Reason | None:
        """None where the issue shows something that no course of this reader brings or brought."""
        brought = {part.uuid for row, _ in said for part in self.parts[row.subscription.course_id]}
        brought.update(*(self.had[row.pk] for row, _ in said))
        return None if self.has_more or set(self.shown) - brought else together([no for _, no in said])

    def _against(self, row: Enrollment, now: datetime) -> Reason | None:
        course = row.subscription.course_id
        way = row.way(zone=row.subscription.subscriber.zone, is_paused=False)
        min_gap = self.courses[course].min_gap
        return against_live(self.parts[course], way, self.had[row.pk], shown=self.shown, min_gap=min_gap, now=now)

    def _fresh(self, row: Enrollment) -> list[str]:
        """The parts that this reader has not had, in their order; at least one, or they were no taker."""
        had, parts = self.had[row.pk], self.parts[row.subscription.course_id]
        return [part.uuid for part in parts if part.uuid in self.shown and part.uuid not in had]

    def _hand_over(self, reader: int, row: Enrollment, uuid: str, delivery: int) -> PartHandOver:
        via = PartHandOver.Via.ISSUE
        return PartHandOver(subscriber_id=reader, part=uuid, run=row.run, delivery_id=delivery, via=via)


def let_go(deliveries) -> None:
    """These letters are planned anew: whoever waited for one of them is looked at again."""
    Enrollment.objects.filter(in_flight__in=deliveries).update(next_due=Now(), next_part=None)


def _frozen(issue: Issue) -> list[tuple[str, str]]:
    return _placed([(item.part_uuid, item.article_id, item.mode) for item in issue.compiled.shown.all()])


def _written(issue: Issue) -> list[tuple[str, str]]:
    """What a draft would show, saved or not."""
    texts = [child.value for child in issue.items if child.block_type in {"article", "part"}]
    return _placed([(text.get("part"), getattr(text.get("article"), "pk", None), text["mode"]) for text in texts])


def _placed(shown: list[tuple]) -> list[tuple[str, str]]:
    """Part and mode; an article that is shown by itself is the part that it is in its series."""
    alone = [article for part, article, _ in shown if article and not part]
    rows = SeriesPart.objects.filter(article__in=alone, exclusive=True) if alone else SeriesPart.objects.none()
    places = dict(rows.values_list("article", "uuid"))
    return [(str(part or places.get(article) or ""), mode) for part, article, mode in shown]
