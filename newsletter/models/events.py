"""Lines that are only ever added: what happened to deliveries and issues, and by whom."""

from django.conf import settings
from django.db import models

from cms.clock import Now
from newsletter.core.delivery_state import Cause, State
from newsletter.core.issue_state import Event as IssueMove, State as IssueState
from newsletter.models.choices import choices


class DeliveryEvent(models.Model):
    """A line of the ledger: every move off the straight path. Append-only (a trigger sees to it)."""

    delivery = models.ForeignKey("newsletter.Delivery", on_delete=models.PROTECT, related_name="events")
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


class IssueEvent(models.Model):
    """A move of an issue: who did it, when, and why. Append-only (a trigger sees to it)."""

    issue = models.ForeignKey("newsletter.Issue", on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(db_default=Now())
    event = models.CharField(max_length=12, choices=choices(IssueMove))
    from_state = models.CharField(max_length=12, choices=choices(IssueState))
    to_state = models.CharField(max_length=12, choices=choices(IssueState))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["issue", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} to {self.to_state}"
