from django.db import models

from newsletter.core.rules.notation import read_rule
from newsletter.core.rules.tree import Rule


class Addressed(models.Model):
    """Whom an issue addresses: everybody who gets its newsletter, or a segment of them.

    `audience` is the segment's rule as it was when the issue got its time: later edits of the segment change nothing.
    """

    segment = models.ForeignKey(
        "newsletter.Segment", null=True, on_delete=models.PROTECT, related_name="issues", editable=False
    )
    audience = models.JSONField(null=True, editable=False)
    not_addressed = models.PositiveIntegerField(default=0, editable=False)  # readers whom the frozen rule left aside

    class Meta:
        abstract = True

    @property
    def audience_rule(self) -> Rule | None:
        """The frozen rule; None addresses everybody. Raises RuleRefused when somebody has meddled with it."""
        return read_rule(self.audience["rule"]) if self.audience else None

    @property
    def audience_words(self) -> str:
        """The segment's name and its rule in words, as they were frozen."""
        return f"{self.audience['segment']}. {self.audience['words']}" if self.audience else ""
