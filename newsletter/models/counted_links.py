from django.db import models
from django.db.models import F

from newsletter.core.clicks import TRAP
from newsletter.core.visits import Visit


class CountedLinkQuerySet(models.QuerySet):
    def note(self, link: "CountedLink", visit: Visit) -> None:
        """One visit more. Nothing else of it is kept."""
        self.filter(pk=link.pk).update(**{visit.value: F(visit.value) + 1})


class CountedLink(models.Model):
    """A link of one frozen letter that leads through us, and how often it was followed. It knows of no reader.

    Where it leads stands in the frozen letter alone, which nobody can change. `number` 0 is the trap for programs.
    """

    compiled = models.ForeignKey("newsletter.CompiledIssue", on_delete=models.CASCADE, related_name="counted_links")
    key = models.CharField(max_length=16)
    number = models.PositiveSmallIntegerField()
    human = models.PositiveIntegerField(default=0)
    machine = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)

    objects = CountedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["compiled", "number"]
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="counted_link_once")]

    def __str__(self) -> str:
        return f"Link {self.number} of {self.compiled_id}"

    @property
    def is_trap(self) -> bool:
        return self.number == TRAP
