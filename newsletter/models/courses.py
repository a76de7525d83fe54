from datetime import time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cms.models.fields import SlugListField
from cms.zones import ZONES
from newsletter.conf import conf
from newsletter.core.courses.facts import Course as Rule, CourseState, Delay, Unit
from newsletter.core.courses.promises import promise_problems
from newsletter.models.choices import choices
from newsletter.models.course_rows import CourseQuerySet
from newsletter.models.newsletters import must_be_one_line
from series.models import SeriesPage

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GONE = "A series that is gone"


class Course(models.Model):
    """A series that each reader starts at Part 1 and gets by mail, part by part."""

    class First(models.TextChoices):
        AT_ONCE = "at_once", "At once, whatever the hour"
        NEXT_WINDOW = "next_window", "At the next hour at which letters leave"

    class Meanwhile(models.TextChoices):
        COME = "come", "come as well"
        SKIP = "skip", "leave them out"

    series = models.OneToOneField(
        "series.SeriesPage", null=True, on_delete=models.SET_NULL, related_name="course", verbose_name="Series"
    )
    newsletter = models.ForeignKey(
        "newsletter.Newsletter",
        on_delete=models.PROTECT,
        related_name="courses",
        help_text="Lends its sender, its look and its language.",
    )
    own_name = models.CharField("Name", max_length=80, blank=True, help_text="Empty means the title of the series.")
    neutral_name = models.CharField(
        max_length=60,
        blank=True,
        help_text="Said instead of a telling name in mail to an address that nobody has confirmed yet.",
    )
    zone = models.CharField(
        "Time zone", max_length=64, choices=ZONES, default="UTC", help_text="Of readers who choose none."
    )
    delay_value = models.PositiveSmallIntegerField(
        "Time between two parts", default=2, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    delay_unit = models.CharField("Counted in", max_length=5, choices=choices(Unit), default=Unit.DAYS)
    weekdays = SlugListField(
        "Letters leave on",
        slug_choices=[(day, day.capitalize()) for day in DAYS],
        default=list,
        help_text="Of the reader's week. No tick means every day.",
    )
    opens = models.TimeField("From", default=time(8), help_text="Where the reader lives.")
    closes = models.TimeField("Until", default=time(20), help_text="Where the reader lives.")
    min_gap_hours = models.PositiveSmallIntegerField(
        "Never sooner than (hours)",
        default=20,
        validators=[MaxValueValidator(720)],
        help_text="After the part before, whatever else happened; and never two on one day.",
    )
    first_part = models.CharField("The first part comes", max_length=12, choices=First, default=First.AT_ONCE)
    stale_after_days = models.PositiveSmallIntegerField(
        "Ask me when late by (days)", default=7, validators=[MinValueValidator(1)]
    )
    spread_minutes = models.PositiveSmallIntegerField(
        "When a part is due for many at once, spread it over (minutes)",
        default=60,
        validators=[MaxValueValidator(720)],
        help_text="After a part is published, the pace is changed or the course goes on. Never beyond the hours above.",
    )
    takes_readers = models.BooleanField("Open for new readers", default=True)
    concurrent = models.BooleanField(
        "May come beside other series",
        default=False,
        help_text="Otherwise a reader of several series gets one after the other.",
    )
    priority = models.PositiveSmallIntegerField(
        default=0,
        help_text="Of several series the highest number comes first; among equal ones, the one that was begun first.",
    )
    hold_newsletters = models.CharField(
        "While somebody reads it, issues of its newsletter", max_length=6, choices=Meanwhile, default=Meanwhile.COME
    )

    state = models.CharField(max_length=8, choices=choices(CourseState), default=CourseState.DRAFT, editable=False)
    hold_detail = models.CharField(max_length=400, blank=True, editable=False)
    open_since = models.DateTimeField(null=True, editable=False)  # when a person opened it, and so has looked at it
    changed_at = models.DateTimeField(null=True, editable=False)  # when what its dates stand on changed last
    seen_as = models.CharField(max_length=64, blank=True, editable=False)  # of all that its letters and dates stand on
    unfit = models.JSONField(default=dict, editable=False)  # part uuid -> why it has no letter
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(CourseState)), name="course_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A course needs an order, and names of one line."""
        if self.series and self.series.kind == SeriesPage.Kind.COLLECTION:
            words = "A collection has no order, so nobody could get it part by part. Choose a sequence or a contrast."
            raise ValidationError({"series": words})
        for field in ("own_name", "neutral_name"):
            must_be_one_line(field, getattr(self, field))
        if problems := promise_problems(self.delay, min_gap_hours=self.min_gap_hours):
            raise ValidationError(problems)

    @property
    def name(self) -> str:
        """What readers call it."""
        return self.own_name or (self.series.title if self.series else GONE)

    @property
    def description(self) -> str:
        return self.series.teaser if self.series else ""

    @property
    def voice(self):
        """The newsletter that lends it sender, look and language."""
        return self.newsletter

    @property
    def target(self) -> dict:
        """How a subscription names it."""
        return {"course": self}

    @property
    def is_offered(self) -> bool:
        """Whether anybody may begin it today."""
        return type(self).objects.offered().filter(pk=self.pk).exists()

    @property
    def join_url(self) -> str:
        return reverse("join_course", args=[self.series.slug]) if self.series else reverse("join")

    @property
    def url(self) -> str:
        """Where its series stands on the site; the site itself when it is gone."""
        return (self.series.full_url if self.series else None) or conf().base_url

    @property
    def delay(self) -> Delay:
        return Delay(self.delay_value, Unit(self.delay_unit))

    @property
    def rule(self) -> Rule:
        """It as the planner sees it."""
        days = frozenset(DAYS.index(day) for day in self.weekdays if day in DAYS)
        return Rule(
            state=CourseState(self.state) if self.series else CourseState.CLOSED,
            delay=self.delay,
            weekdays=days or frozenset(range(len(DAYS))),
            opens=self.opens,
            closes=self.closes,
            min_gap=timedelta(hours=self.min_gap_hours),
            first_at_once=self.first_part == self.First.AT_ONCE,
            is_complete=bool(self.series and self.series.status == SeriesPage.Status.COMPLETE),
            open_since=self.open_since,
            changed_at=self.changed_at,
            spread=timedelta(minutes=self.spread_minutes),
        )
