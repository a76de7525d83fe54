import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Now

from newsletter.core.delivery_state import (
    ENDS,
    OPEN,
    REASONS,
    Cause,
    Event,
    Outcome,
    Reason,
    Resolution,
    State,
    after,
)
from newsletter.core.issue_state import State as IssueState
from newsletter.core.purposes import Priority, Purpose
from newsletter.core.tickets import Ticket
from newsletter.models.choices import choices
from newsletter.models.events import DeliveryEvent

ENDED = sorted(ENDS)
REASONED = sorted(REASONS)
AT_ONCE = 1_000  # rows that one transaction moves, so that nobody waits long behind it


class DeliveryQuerySet(models.QuerySet):
    def due(self):
        """Pending, and their moment has come; one whose time for trying is over is left to the sweep."""
        in_time = Q(give_up_at__isnull=True) | Q(give_up_at__gt=Now()) | Q(attempts=0, issue__isnull=False)
        return self.filter(in_time, state=State.PENDING, not_before__lte=Now())

    def urgent(self):
        """Those that belong to no running issue: people wait for them."""
        return self.filter(Q(issue__isnull=True) | Q(purpose=Purpose.TEST)).order_by("priority", "not_before", "pk")

    def of_issue(self, issue_id: int):
        """The deliveries that an issue answers for; tests of it are none of them."""
        return self.filter(issue_id=issue_id).exclude(purpose=Purpose.TEST)

    def open(self):
        return self.filter(state__in=sorted(OPEN))

    def lease_over(self):
        return self.filter(lease_until__lt=Now())

    def out_of_time(self):
        """Told "later" for too long; an issue that waits for a person does not lose its readers."""
        waits = Q(issue__state__in=[IssueState.PAUSED, IssueState.HELD])
        tried = Q(attempts__gt=0) | Q(issue__isnull=True)
        return self.filter(tried, give_up_at__lt=Now()).exclude(waits)

    def uncertain(self):
        """Asked, and heard nothing; also those that were settled as they are."""
        return self.filter(state=State.UNCERTAIN)

    def worth_another_try(self):
        """Ended by a definite no, for another reason than that the address does not exist."""
        return self.filter(state__in=[State.REFUSED, State.FAILED]).exclude(reason=Reason.HARD)

    def handed_over_within(self, seconds: int):
        return self.filter(state=State.HANDED_OVER, ended_at__gt=Now() - timedelta(seconds=seconds))

    def with_ticket(self, ticket: Ticket):
        """The delivery, as long as the claim is still this sender's."""
        return self.filter(pk=ticket.delivery, lease_token=ticket.run, claims=ticket.claims)

    def shift(self, event: Event, *, before: State, cause: Cause, reason: str = "", **kept) -> list[int]:
        """Those in `before`, at most 1,000, go where the event leads, each with its line; says which ones.

        `kept` may hold `actor` and `evidence` for the line; the rest is written to the rows.
        """
        to = after(before, event)
        line = {"actor": kept.pop("actor", None), "evidence": {"event": event.value, **kept.pop("evidence", {})}}
        if to is None:
            raise ValueError(f"No move leads from {before} by {event}.")
        with transaction.atomic():
            rows = self.filter(state=before).order_by("pk").select_for_update(of=("self",))
            ids = list(rows.values_list("pk", flat=True)[:AT_ONCE])
            self.model.objects.filter(pk__in=ids).update(state=to, reason=reason, **arrival(before, to), **kept)
            lines = (DeliveryEvent(delivery_id=pk, from_state=before, to_state=to, cause=cause, **line) for pk in ids)
            DeliveryEvent.objects.bulk_create(lines)
        return ids

    def by_receiver(self, *, seconds: int):
        """For each group of mailboxes the deliveries, those that ended and those handed over lately; largest first."""
        lately = Q(state=State.HANDED_OVER, ended_at__gt=Now() - timedelta(seconds=seconds))
        counts = {"ended": Q(state__in=ENDED), "lately": lately, "recipients": None}
        counted = {name: Count("pk", filter=of) for name, of in counts.items()}
        return self.order_by().values(name=F("receiver")).annotate(**counted).order_by("-recipients", "name")

    def counts(self) -> dict[str, int]:
        """How many deliveries stand in each state."""
        return dict(self.order_by().values_list("state").annotate(n=Count("pk")))


def arrival(before: State, to: State) -> dict:
    """What a row's clock and lease say once it is in `to`; an uncertain one keeps its ticket for a late answer."""
    facts: dict = {}
    if to is State.PENDING:
        facts = {"lease_token": None, "lease_until": None, "slot": None, "marked_at": None, "ended_at": None}
    elif to in ENDS and before not in ENDS:
        facts = {"ended_at": Now()}
    return facts


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
