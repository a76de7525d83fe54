import uuid
from collections import Counter

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Coalesce, StrIndex, Substr

from cms.zones import ZONES
from newsletter.core.addresses import normal_form
from newsletter.core.receiver_groups import receiver_group
from newsletter.core.tokens import masked_address
from newsletter.models.consent import ConsentEvent
from newsletter.models.short_ids import SHORT_HEX, ShortIdField


class SubscriberQuerySet(models.QuerySet):
    def subscribed(self, *, newsletter=None, state: str = ""):
        """Those with a subscription in this state, to this newsletter; either may be left open."""
        wanted = {"newsletter": newsletter, "state": state}
        facts = {name: value for name, value in wanted.items() if value}
        return self.filter(Exists(Subscription.objects.filter(subscriber=OuterRef("pk"), **facts))) if facts else self

    def tagged(self, tag):
        """Those who carry this tag; None leaves everybody in."""
        return self.filter(taggings__tag=tag) if tag else self

    def speaking(self, language: str):
        """Those who read in this language; empty leaves everybody in."""
        return self.filter(language=language) if language else self

    def joined(self, *, since=None):
        """Those who came at this moment or later; None leaves everybody in."""
        return self.filter(created_at__gte=since) if since else self

    def in_full(self):
        """With what a list shows of each, in as many queries however long it is."""
        subscriptions = Subscription.objects.select_related("newsletter").order_by("pk")
        return self.prefetch_related(Prefetch("subscriptions", queryset=subscriptions), "tags")


class Subscriber(models.Model):
    """A person known by an email address."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    first_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12, default="en")
    zone = models.CharField("Time zone", max_length=64, choices=ZONES, default="UTC")
    source = models.CharField(max_length=40, blank=True)
    tags = models.ManyToManyField(
        "newsletter.ReaderTag", through="newsletter.Tagging", related_name="readers", blank=True
    )
    attributes = models.JSONField(default=dict, blank=True, help_text="Declared ones only: see AttributeField.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("see_address", "Can see the whole address of a reader")]
        indexes = [
            models.Index(fields=["created_at"], name="subscriber_by_joining"),
            models.Index(fields=["language"], name="subscriber_by_language"),
        ]

    def __str__(self) -> str:
        # Wagtail's audit log, messages and error pages store an object's words: never the address.
        return f"Reader {str(self.public_id)[:4]}"

    @property
    def short_id(self) -> str:
        """The beginning of the public id: enough to talk about a reader without naming them."""
        return str(self.public_id)[:8]

    @property
    def masked(self) -> str:
        """The address as a stranger may see it: a***@e***.org."""
        return masked_address(self.email)

    def save(self, *args, **kwargs):
        self.email_key = normal_form(self.email).key
        super().save(*args, **kwargs)


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

    def at_boundary(self, newsletter_id: int, *, started_at, boundary_id: int):
        """The candidates of an issue that started then: also those who have left since, and nobody who came later."""
        standing = Q(state__in=[Subscription.State.ACTIVE, Subscription.State.PAUSED])
        left_since = Q(state=Subscription.State.ENDED, ended_at__gte=started_at)
        return self.alias(since=Coalesce("confirmed_at", "created_at")).filter(
            standing | left_since, newsletter_id=newsletter_id, pk__lte=boundary_id, since__lt=started_at
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
    """One subscriber's standing with one newsletter."""

    class State(models.TextChoices):
        PENDING = "pending", "Waits for confirmation"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        ENDED = "ended", "Ended"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    short_id = ShortIdField(max_length=SHORT_HEX, unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    newsletter = models.ForeignKey("newsletter.Newsletter", on_delete=models.PROTECT, related_name="subscriptions")
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    paused_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=24, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "newsletter"], name="subscription_once_per_newsletter"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "active", "paused", "ended"]), name="subscription_state_known"
            ),
        ]
        indexes = [models.Index(fields=["newsletter", "state", "id"], name="subscription_audience")]

    def __str__(self) -> str:
        return f"{self.subscriber}, {self.get_state_display().lower()}"
