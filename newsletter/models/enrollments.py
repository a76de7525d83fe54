from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from cms.clock import Now
from newsletter.core.courses.facts import CourseState, Held, Pace, Standing, Way
from newsletter.models.choices import choices

A_DAY = timedelta(days=1)


class EnrollmentQuerySet(models.QuerySet):
    def open(self):
        """Those whose reader has not left."""
        return self.exclude(state=Standing.EXITED)

    def due(self, now):
        """Those whose next look has come, the longest first."""
        return self.open().filter(next_due__lte=now, in_flight=None).order_by("next_due", "pk")

    def answered(self, now):
        """Those that wait for their letter's answer, without those put off."""
        return self.filter(Q(next_due=None) | Q(next_due__lte=now), in_flight__isnull=False)

    def put_off(self) -> int:
        """Looked at again in five minutes: something of ours failed."""
        return self.update(next_due=Now() + timedelta(minutes=5))

    def under_way(self):
        """Those that get parts these days, or as soon as a letter or another series has ended."""
        goes_on = Q(state=Standing.ACTIVE) | Q(hold_reason__in=[Held.UNCERTAIN, Held.QUEUE])
        return self.filter(goes_on, subscription__state="active", subscription__course__state=CourseState.OPEN)

    def waiting_for_a_part(self, course):
        """Readers of a course whose next part has a date."""
        theirs = self.filter(subscription__course=course, subscription__state="active", in_flight=None)
        return theirs.filter(state=Standing.ACTIVE).select_related("subscription__subscriber")

    def look_again(self, at) -> int:
        """All of them are asked anew at `at`: the planner says what that means for each."""
        return self.open().filter(in_flight=None).update(next_due=at)

    def end(self, at) -> int:
        """Nothing of them is due any more."""
        over = {"state": Standing.EXITED, "hold_reason": "", "next_due": None, "begins_again": False}
        return self.open().update(**over, ended_at=at)

    def call_next(self, reader: int, at) -> int:
        """A series of this reader rests or has ended, so that those behind it are asked anew."""
        waiting = self.filter(subscription__subscriber=reader, hold_reason=Held.QUEUE)
        # One that is planned at this moment is asked anyway: who waited for it might be waited for.
        free = waiting.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
        return self.filter(pk__in=list(free)).look_again(at)

    def begin_again(self, way: "Enrollment", *, now: datetime) -> "Enrollment":
        """A new run with keys of its own, in which every part comes once more; `way` is over.

        Who had a part a short time ago keeps its distance to the next one.
        """
        recent = way.last_handed_at if way.last_handed_at and way.last_handed_at > now - A_DAY else None
        self.filter(pk=way.pk).end(now)
        own = {"run": way.run + 1, "pace": way.pace, "started_at": now, "next_due": now}
        return self.create(
            subscription_id=way.subscription_id, last_handed_at=recent, not_before=now if recent else None, **own
        )

    def first_in_line(self, way: "Enrollment") -> "Enrollment | None":
        """The series that its reader gets before this one: higher in priority, or begun earlier; None if it is next.

        One that rests, waits for a part or cannot be delivered keeps no other waiting.
        """
        course = way.subscription.course
        if course.concurrent:
            return None
        theirs = self.under_way().filter(subscription__subscriber=way.subscription.subscriber_id)
        rows = theirs.filter(subscription__course__concurrent=False).exclude(subscription=way.subscription_id)
        ahead = [row for row in rows.select_related("subscription__course__series") if row.place < way.place]
        return min(ahead, key=lambda row: row.place, default=None)


class Enrollment(models.Model):
    """One reader's way through a course. Consent, rest and leaving live in its subscription.

    `next_due` says when to look again; the planner is asked then, so that an old one makes a letter late, never wrong.
    """

    subscription = models.ForeignKey("newsletter.Subscription", on_delete=models.CASCADE, related_name="enrollments")
    run = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=choices(Standing), default=Standing.ACTIVE)
    hold_reason = models.CharField(max_length=14, choices=choices(Held), blank=True)
    pace = models.CharField(max_length=10, choices=choices(Pace), default=Pace.COURSE)
    started_at = models.DateTimeField()
    last_part = models.UUIDField(null=True)
    last_handed_at = models.DateTimeField(null=True)
    next_part = models.UUIDField(null=True)
    next_due = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    wait_left = models.DurationField(null=True)  # while the reader rests
    in_flight = models.ForeignKey("newsletter.Delivery", null=True, on_delete=models.SET_NULL, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)  # of the next part, that ended in a no
    slides = models.PositiveSmallIntegerField(default=0)  # days on which the next part made room for another letter
    begins_again = models.BooleanField(default=False)  # with a new run, as soon as its letter has an end
    ended_at = models.DateTimeField(null=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "run"], name="enrollment_run_once"),
            models.UniqueConstraint(
                fields=["subscription"], condition=~Q(state="exited"), name="enrollment_open_once_per_subscription"
            ),
            models.CheckConstraint(condition=Q(state__in=list(Standing)), name="enrollment_state_known"),
            models.CheckConstraint(condition=~Q(state="held") | ~Q(hold_reason=""), name="enrollment_held_with_reason"),
        ]
        indexes = [
            models.Index(
                fields=["next_due"], condition=Q(next_due__isnull=False, in_flight__isnull=True), name="enrollment_due"
            )
        ]

    def __str__(self) -> str:
        return f"Enrollment {self.pk}, {self.get_state_display().lower()}"

    def way(self, *, zone: str, is_paused: bool, is_queued: bool = False) -> Way:
        """It as the planner sees it."""
        return Way(
            started_at=self.started_at,
            zone=ZoneInfo(zone),
            last_part=str(self.last_part or ""),
            last_handed_at=self.last_handed_at,
            pace=Pace(self.pace),
            not_before=self.not_before,
            is_paused=is_paused,
            is_in_flight=self.in_flight_id is not None,
            is_queued=is_queued,
            has_completed=self.state == Standing.COMPLETED,
            seed=str(self.pk),
        )

    @property
    def place(self) -> tuple:
        """Where it stands among the series of its reader; the smallest one comes first."""
        return -self.subscription.course.priority, self.started_at, self.pk

    def since_it_began(self, shown: Iterable[tuple[datetime, str]]) -> set[str]:
        """Of the parts that issues showed this reader, those that this run need not bring."""
        return {part for at, part in shown if self.run == 1 or at >= self.started_at.replace(microsecond=0)}
