import uuid

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from series.core.order import Kind


class Side(models.TextChoices):
    SIDE_A = "a", "First side"
    SIDE_B = "b", "Second side"


class SeriesPartQuerySet(models.QuerySet):
    def keep_exclusive(self, *, exclusive: bool) -> int:
        """Rows that say otherwise are put right; raises IntegrityError where an article would be held twice."""
        return self.exclude(exclusive=exclusive).update(exclusive=exclusive)


class SeriesPart(Orderable):
    """One article's place in one series. Letters, releases and courses point at its uuid, which never changes."""

    series = ParentalKey("series.SeriesPage", on_delete=models.CASCADE, related_name="parts")
    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    article = models.ForeignKey("series.ArticlePage", on_delete=models.CASCADE, related_name="places")
    side = models.CharField(max_length=1, choices=Side, blank=True)
    label_override = models.CharField(max_length=40, blank=True, help_text='Instead of "Part 2", such as: Prologue.')
    short_title = models.CharField(max_length=60, blank=True)
    teaser = models.TextField(max_length=400, blank=True, help_text="Empty means the article's own.")
    subject = models.CharField(
        max_length=120, blank=True, help_text="Subject of its letter. Empty means one made from the titles."
    )
    preview_text = models.CharField(max_length=140, blank=True)
    send_after_days = models.PositiveSmallIntegerField(
        "Days after the part before",
        null=True,
        blank=True,
        help_text="For letters that each reader gets at their own pace.",
    )
    optional = models.BooleanField(default=False, help_text="Readers may skip it; it still counts.")
    exclusive = models.BooleanField(default=True, editable=False)

    objects = SeriesPartQuerySet.as_manager()

    panels = [
        FieldPanel("article"),
        FieldRowPanel([FieldPanel("short_title"), FieldPanel("label_override"), FieldPanel("side")]),
        MultiFieldPanel(
            [
                FieldPanel("teaser"),
                FieldPanel("subject"),
                FieldPanel("preview_text"),
                FieldRowPanel([FieldPanel("send_after_days"), FieldPanel("optional")]),
            ],
            heading="In lists and letters",
            classname="collapsed",
        ),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["series", "article"], name="article_once_per_series"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(exclusive=True), name="article_in_one_sequence_or_contrast"
            ),
        ]

    def __str__(self) -> str:
        return self.short_title or str(self.article)

    def save(self, *args, **kwargs):
        """Keeps `exclusive` equal to what its series is: the database then refuses a second sequence or contrast."""
        self.exclusive = self.series.kind != Kind.COLLECTION
        return super().save(*args, **kwargs)
