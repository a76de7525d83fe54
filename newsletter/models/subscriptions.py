import uuid
from collections import Counter
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, StrIndex, Substr

from newsletter.core.courses.facts import Standing as Way
from newsletter.core.receiver_groups import receiver_group
from newsletter.models.consent import ConsentEvent
from newsletter.models.short_ids import SHORT_HEX, ShortIdField


class SubscriptionQuerySet(models.QuerySet):
    def candidates(self, newsletter_id: int):
        """Active and paused subscriptions of a newsletter: those that an audience selects before anyone is left out."""
        states = [Subscription.State.ACTIVE, Subscription.State.PAUSED]
        return self.filter(newsletter_id=newsletter_id, state__in=states)

    def recipients(self, newsletter_id: int):
        """Those who would get a letter today; suppressions are asked by address when an issue starts."""
        return self.filter(newsletter_id=newsletter_id, state=Subscription.State.ACTIVE).with_consent()

    def active(self):
        return self.filter(state=Subscription.State.ACTIVE)

    def going_on(self):
        """Without those whose course was closed meanwhile: nothing of it comes until they ask for it anew."""
        under_way = Q(enrollments__state__in=sorted(set(Way) - {Way.EXITED}))
        return self.filter(Q(course=None) | Q(state=Subscription.State.PENDING) | under_way)

    def to(self, targets):
        """Those to any of these newsletters and courses."""
        return self.filter(reduce(or_, (Q(**target.target) for target in targets), Q(pk__in=[])))

    def with_target(self):
        """With what each is to: a newsletter, or a course with its series and the newsletter that lends it a voice."""
        return self.select_related("newsletter", "course__series", "course__newsletter")

    def in_order(self):
        """As readers see theirs: newsletters by name, then courses."""
        return self.with_target().order_by(F("course").asc(nulls_first=True), "newsletter__name")

    def candidates_of(self, issue):
        """The candidates of an issue that has started: also those who left since then, and nobody who came later."""
        # Asked inside the statement: one moment for all, whatever became of a copy in memory.
        started_at = models.Subquery(type(issue).objects.filter(pk=issue.pk).values("started_at"))
        standing = Q(state__in=[Subscription.State.ACTIVE, Subscription.State.PAUSED])
        left_since = Q(state=Subscription.State.ENDED, ended_at__gte=started_at)
        return self.alias(since=Coalesce("confirmed_at", "created_at")).filter(
            standing | left_since, newsletter=issue.newsletter_id, pk__lte=issue.boundary_id, since__lt=started_at
        )

    def by_receiver_group(self) -> Counter[str]:
        """How many of these readers have their mailbox with each group; counted by the database, domain by domain."""
        domain = Substr("subscriber__email_key", StrIndex("subscriber__email_key", Value("@")) + 1)
        counted: Counter[str] = Counter()
        for found, count in self.order_by().values_list(domain).annotate(Count("pk")):
            counted[receiver_group(found)] += count
        return counted

    def named(self, first_bytes: bytes):
        """The subscription whose random public id begins so: what a token in a letter names."""
        return self.filter(short_id=first_bytes.hex())

    def told_consent(self):
        """Each one says in `has_consent` whether its consent stands."""
        return self.annotate(has_consent=Exists(ConsentEvent.objects.standing(OuterRef("pk"))))

    def with_consent(self):
        """Only those with a recorded consent that was not withdrawn afterwards."""
        return self.filter(Exists(ConsentEvent.objects.standing(OuterRef("pk"))))


class Subscription(models.Model):
    """One subscriber's standing with one newsletter or one course."""

    class State(models.TextChoices):
        PENDING = "pending", "Waits for confirmation"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        ENDED = "ended", "Ended"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    short_id = ShortIdField(max_length=SHORT_HEX, unique=True, editable=False)
    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.CASCADE, related_name="subscriptions")
    newsletter = models.ForeignKey(
        "newsletter.Newsletter", null=True, on_delete=models.PROTECT, related_name="subscriptions"
    )
    course = models.ForeignKey("newsletter.Course", null=True, on_delete=models.PROTECT, related_name="subscriptions")
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    paused_until = models.DateField(null=True, blank=True)  # stays when it ends, for an undo: ask rests_until
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=24, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "newsletter"], name="subscription_once_per_newsletter"),
            models.UniqueConstraint(fields=["subscriber", "course"], name="subscription_once_per_course"),
            models.CheckConstraint(
                condition=Q(newsletter__isnull=True, course__isnull=False)
                | Q(newsletter__isnull=False, course__isnull=True),
                name="subscription_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "active", "paused", "ended"]), name="subscription_state_known"
            ),
        ]
        indexes = [models.Index(fields=["newsletter", "state", "id"], name="subscription_audience")]

    def __str__(self) -> str:
        return f"{self.subscriber}, {self.get_state_display().lower()}"

    @property
    def target(self):
        """What it is to: the newsletter or the course."""
        return self.newsletter or self.course

    @property
    def rests_until(self):
        """The day on which its letters begin again; None unless it is paused."""
        return self.paused_until if self.state == self.State.PAUSED else None

    @property
    def voice(self):
        """The newsletter in whose look and name we speak of it."""
        return self.target.voice

    @property
    def purpose(self) -> str:
        """What its consents are to: newsletter:7, course:3."""
        return f"newsletter:{self.newsletter_id}" if self.newsletter_id else f"course:{self.course_id}"
