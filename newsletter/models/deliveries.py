import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.clock import Now
from newsletter.conf import ROUTE_LENGTH
from newsletter.core.delivery_state import ENDS, REASONS, Outcome, Reason, Resolution, State
from newsletter.core.purposes import Priority, Purpose
from newsletter.models.choices import choices
from newsletter.models.delivery_rows import MOST_LOST_CLAIMS, URGENT, DeliveryQuerySet

ENDED = sorted(ENDS)
REASONED = sorted(REASONS)
BOUNCES = [(reason.value, reason.value) for reason in sorted(REASONS[State.REFUSED])]


class Delivery(models.Model):
    """One message to one recipient: the row that we answer for. It holds no address and no name."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    dedupe_key = models.CharField(max_length=120)
    purpose = models.CharField(max_length=12, choices=choices(Purpose))
    issue = models.ForeignKey(
        "newsletter.Issue", null=True, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    subscription = models.ForeignKey(
        "newsletter.Subscription", null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    enrollment = models.ForeignKey(
        "newsletter.Enrollment", null=True, on_delete=models.SET_NULL, related_name="deliveries", db_index=False
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    compiled = models.ForeignKey(
        "newsletter.CompiledIssue", on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    route = models.CharField(max_length=ROUTE_LENGTH, blank=True)  # of the sender that claimed it last
    receiver = models.CharField(max_length=254, blank=True)

    state = models.CharField(max_length=12, choices=choices(State), default=State.PENDING)
    reason = models.CharField(max_length=20, choices=choices(Reason), blank=True)
    priority = models.PositiveSmallIntegerField(default=Priority.ISSUE)
    not_before = models.DateTimeField(db_default=Now())
    give_up_at = models.DateTimeField(null=True)
    claims = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    lost_claims = models.PositiveSmallIntegerField(default=0)  # since a server last answered

    lease_token = models.CharField(max_length=32, null=True)
    slot = models.PositiveSmallIntegerField(null=True)
    lease_until = models.DateTimeField(null=True)

    message_id = models.CharField(max_length=200)
    date_header = models.DateTimeField()

    marked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    smtp_code = models.PositiveSmallIntegerField(null=True)
    enhanced_code = models.CharField(max_length=12, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)

    outcome = models.CharField(max_length=12, choices=choices(Outcome), default=Outcome.NONE)
    outcome_reason = models.CharField(max_length=8, choices=BOUNCES, blank=True)
    outcome_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=12, choices=choices(Resolution), default=Resolution.NONE)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    resolved_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        permissions = [("resolve_delivery", "Can settle uncertain deliveries and offer refused ones again")]
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
            # Constraints and not unique=True, which would make PostgreSQL keep a second index of each for LIKE.
            models.UniqueConstraint(fields=["dedupe_key"], name="delivery_planned_once"),
            models.UniqueConstraint(fields=["message_id"], name="delivery_message_id_once"),
            models.UniqueConstraint(
                fields=["lease_token", "slot"], condition=Q(state="marked"), name="one_marked_delivery_per_connection"
            ),
        ]
        indexes = [
            # In the order in which an issue is claimed: each claim takes the first rows, however many wait behind them.
            models.Index(fields=["issue", "not_before", "id"], condition=Q(state="pending"), name="delivery_to_claim"),
            models.Index(
                fields=["priority", "not_before"],
                condition=URGENT & Q(state="pending"),
                name="delivery_to_claim_first",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["claimed", "marked"]), name="delivery_lease_over"
            ),
            models.Index(
                fields=["issue"],
                condition=Q(state="pending", lost_claims__gte=MOST_LOST_CLAIMS),
                name="delivery_set_aside",
            ),
            models.Index(fields=["issue", "state"], name="delivery_progress"),
            models.Index(
                fields=["issue", "outcome"],
                condition=Q(outcome__in=[Outcome.BOUNCED, Outcome.COMPLAINED]),
                name="delivery_bad_news",
            ),
            # What a course's breaker asks every minute; issues, which are the most, stand in neither of them.
            models.Index(fields=["ended_at"], condition=Q(purpose=Purpose.PART), name="delivery_parts_ended"),
            models.Index(
                fields=["outcome_at"],
                condition=Q(purpose=Purpose.PART, outcome__in=[Outcome.BOUNCED, Outcome.COMPLAINED]),
                name="delivery_parts_bad_news",
            ),
            models.Index(fields=["enrollment"], condition=Q(enrollment__isnull=False), name="delivery_of_enrollment"),
            models.Index(fields=["staff"], condition=Q(staff__isnull=False), name="delivery_to_staff"),
            models.Index(fields=["resolved_by"], condition=Q(resolved_by__isnull=False), name="delivery_resolved_by"),
        ]

    def __str__(self) -> str:
        return f"Delivery {str(self.public_id)[:8]}, {self.get_state_display().lower()}"
