import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now

from newsletter.core.audience import Reason as ExclusionReason
from newsletter.core.delivery_state import ENDS, REASONS, Cause, Outcome, Reason, Resolution, State
from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import Priority, Purpose
from newsletter.models.choices import choices

ENDED = sorted(ENDS)
REASONED = sorted(REASONS)


class DeliveryQuerySet(models.QuerySet):
    def claimable(self):
        """Pending, due, and of an issue that is being handed over (or of none)."""
        return self.filter(state=State.PENDING, not_before__lte=Now()).filter(
            Q(issue__isnull=True) | Q(issue__state=IssueState.HANDING_OVER) | Q(purpose=Purpose.TEST)
        )

    def counts(self) -> dict[str, int]:
        """How many deliveries stand in each state."""
        return dict(self.order_by().values_list("state").annotate(n=Count("pk")))


class Delivery(models.Model):
    """One message to one recipient: the row that we answer for. It holds no address and no name."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    purpose = models.CharField(max_length=12, choices=choices(Purpose))
    issue = models.ForeignKey("newsletter.Issue", null=True, on_delete=models.PROTECT, related_name="deliveries")
    subscription = models.ForeignKey(
        "newsletter.Subscription", null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    compiled = models.ForeignKey("newsletter.CompiledIssue", on_delete=models.PROTECT, related_name="deliveries")
    route = models.CharField(max_length=24, default="default")
    receiver = models.CharField(max_length=254, blank=True)

    state = models.CharField(max_length=12, choices=choices(State), default=State.PENDING)
    reason = models.CharField(max_length=20, choices=choices(Reason), blank=True)
    priority = models.PositiveSmallIntegerField(default=Priority.ISSUE)
    not_before = models.DateTimeField(db_default=Now())
    give_up_at = models.DateTimeField(null=True)
    claims = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)

    lease_token = models.CharField(max_length=32, null=True)
    slot = models.PositiveSmallIntegerField(null=True)
    lease_until = models.DateTimeField(null=True)

    message_id = models.CharField(max_length=200, unique=True)
    date_header = models.DateTimeField()
    envelope_token = models.CharField(max_length=40, unique=True)

    marked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    smtp_code = models.PositiveSmallIntegerField(null=True)
    enhanced_code = models.CharField(max_length=12, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)

    outcome = models.CharField(max_length=12, choices=choices(Outcome), default=Outcome.NONE)
    outcome_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=12, choices=choices(Resolution), default=Resolution.NONE)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="delivery_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "marked"]) | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="delivery_in_hand_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="pending") | Q(lease_token__isnull=True), name="delivery_pending_has_no_lease"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["marked", "handed_over"]) | Q(marked_at__isnull=False),
                name="delivery_marked_before_the_dot",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=ENDED) & Q(ended_at__isnull=False))
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
                name="delivery_ended_at_its_end",
            ),
            models.CheckConstraint(condition=~Q(state__in=REASONED) | ~Q(reason=""), name="delivery_end_has_reason"),
            models.UniqueConstraint(
                fields=["lease_token", "slot"], condition=Q(state="marked"), name="one_marked_delivery_per_connection"
            ),
        ]
        indexes = [
            models.Index(
                fields=["issue", "receiver", "not_before", "id"], condition=Q(state="pending"), name="delivery_to_claim"
            ),
            models.Index(
                fields=["priority", "not_before"],
                condition=Q(state="pending", issue__isnull=True),
                name="delivery_to_claim_first",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["claimed", "marked"]), name="delivery_lease_over"
            ),
            models.Index(fields=["issue", "state"], name="delivery_progress"),
        ]

    def __str__(self) -> str:
        return f"Delivery {str(self.public_id)[:8]}, {self.get_state_display().lower()}"


class Exclusion(models.Model):
    """A candidate left out of an issue, with its reason."""

    issue = models.ForeignKey("newsletter.Issue", on_delete=models.PROTECT, related_name="exclusions")
    subscription = models.ForeignKey("newsletter.Subscription", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=24, choices=choices(ExclusionReason))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "subscription"], name="exclusion_once_per_issue")]

    def __str__(self) -> str:
        return self.get_reason_display()


class DeliveryEvent(models.Model):
    """A line of the ledger: every move off the straight path. Append-only (a trigger sees to it)."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(db_default=Now())
    from_state = models.CharField(max_length=12, choices=choices(State))
    to_state = models.CharField(max_length=12, choices=choices(State))
    cause = models.CharField(max_length=12, choices=choices(Cause))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ["delivery", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} to {self.to_state} by {self.cause}"


class SendingSwitch(models.Model):
    """The one row that stops everything at the next claim and at the final dot."""

    enabled = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return "on" if self.enabled else "off"


class Heartbeat(models.Model):
    """One running scheduler or sender: for people to look at, never for correctness."""

    class Kind(models.TextChoices):
        SCHEDULER = "scheduler"
        SENDER = "sender"

    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    tz_version = models.CharField(max_length=16)
    beat_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.kind} on {self.host}"
