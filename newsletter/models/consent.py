from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery


class ConsentEventQuerySet(models.QuerySet):
    def standing(self, subscription):
        """The consent of a subscription, if the last word on it was a yes."""
        last = self.filter(subscription=OuterRef("subscription")).order_by("-seq").values("seq")[:1]
        return self.filter(subscription=subscription, action__in=ConsentEvent.YES, seq=Subquery(last))


class ConsentEvent(models.Model):
    """Who agreed to what words, when and how; or took it back. Append-only (a trigger sees to it)."""

    class Action(models.TextChoices):
        REQUESTED = "requested"
        CONFIRMED = "confirmed"
        IMPORTED = "imported"
        RESTORED = "restored"
        WITHDRAWN = "withdrawn"

    class Method(models.TextChoices):
        PAGE = "page"
        EMBED = "embed"
        API = "api"
        IMPORT = "import"
        ONE_CLICK = "one_click"
        STAFF = "staff"
        DEMO = "demo"

    YES = [Action.CONFIRMED, Action.IMPORTED, Action.RESTORED]

    subscription = models.ForeignKey("newsletter.Subscription", on_delete=models.PROTECT, related_name="consents")
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=12, choices=Action)
    method = models.CharField(max_length=12, choices=Method)
    wording = models.TextField(blank=True, help_text="The words that the reader agreed to.")
    evidence = models.CharField(max_length=400, blank=True, help_text="How we know: a form, a file, a letter.")
    given_on = models.DateTimeField(help_text="When the reader said so.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        ordering = ["subscription", "seq"]
        constraints = [models.UniqueConstraint(fields=["subscription", "seq"], name="consent_seq_once")]

    def __str__(self) -> str:
        return f"{self.action} by {self.method}"
