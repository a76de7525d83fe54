from django.db import models

from newsletter.core.audience import WORDS, Reason
from newsletter.models.choices import choices


class Exclusion(models.Model):
    """A candidate left out of an issue, with its reason."""

    issue = models.ForeignKey("newsletter.Issue", on_delete=models.PROTECT, related_name="exclusions")
    subscription = models.ForeignKey("newsletter.Subscription", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=24, choices=choices(Reason))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "subscription"], name="exclusion_once_per_issue")]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def words(self) -> str:
        """The reason as a sentence."""
        return WORDS[Reason(self.reason)]
