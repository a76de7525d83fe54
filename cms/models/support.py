from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet


class SupportLineQuerySet(models.QuerySet):
    def for_countries(self, codes):
        """The lines of these countries, in the order in which a person should read them."""
        return self.filter(country__in=codes).order_by("country", "-is_emergency", "name")


@register_snippet
class SupportLine(models.Model):
    """A helpline as data, so that a number is changed in one place. Never prose."""

    country = models.CharField(max_length=2, help_text="Two letters, such as GB.")
    languages = models.CharField(max_length=80, default="en", help_text="Language codes, separated by commas.")
    name = models.CharField(max_length=120)
    is_emergency = models.BooleanField("Emergency number", default=False)
    phone = models.CharField(max_length=40, blank=True)
    text = models.CharField("Text message to", max_length=80, blank=True)
    url = models.URLField("Web address", blank=True)
    hours = models.CharField(max_length=120, blank=True, help_text="For example: day and night.")
    audience = models.CharField(max_length=120, blank=True, help_text="For whom, if not for everyone.")
    checked_on = models.DateField(
        null=True, blank=True, help_text="The day on which someone last checked this number. Check it twice a year."
    )
    source = models.URLField(blank=True, help_text="Where the number is published.")

    panels = [
        FieldRowPanel([FieldPanel("country"), FieldPanel("languages"), FieldPanel("is_emergency")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("text")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("audience")]),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("source")]),
    ]

    objects = SupportLineQuerySet.as_manager()

    class Meta:
        ordering = ["country", "name"]
        constraints = [models.UniqueConstraint(fields=["country", "name"], name="support_line_once_per_country")]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"
