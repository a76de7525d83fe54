import uuid

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.blocks.body import IntroBlock
from cms.core.content_notes import CHOICES
from cms.models.fields import SlugListField


class SeriesIndexPage(Page):
    """Where series live."""

    intro = models.CharField(max_length=240, blank=True)

    template = "series/all_series/web.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["series.SeriesPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]


class SeriesPage(Page):
    """An ordered body of articles on one subject, with its own page. Numbers are computed, never stored."""

    class Kind(models.TextChoices):
        SEQUENCE = "sequence", "Sequence: read in order"
        CONTRAST = "contrast", "Contrast: two sides of one subject"
        COLLECTION = "collection", "Collection: belongs together"

    class Announce(models.TextChoices):
        HIDDEN = "hidden", "Nothing until it is live"
        TITLE = "title", "The title"
        DATE = "date", "The title and the date"

    class Status(models.TextChoices):
        ONGOING = "ongoing", "Ongoing"
        COMPLETE = "complete", "Complete"

    class Side(models.TextChoices):
        SIDE_A = "a", "First side"
        SIDE_B = "b", "Second side"

    subtitle = models.CharField(max_length=200, blank=True)
    teaser = models.TextField(max_length=400, blank=True, help_text="One or two sentences for lists and feeds.")
    intro = StreamField(IntroBlock(), blank=True)
    cover = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cover_alt = models.CharField("Cover, in words", max_length=200, blank=True)
    topics = ParentalManyToManyField("series.Topic", blank=True, related_name="series")
    content_notes = SlugListField(slug_choices=CHOICES)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SEQUENCE)
    subject = models.CharField(
        max_length=80, blank=True, help_text="Contrast: what both sides speak of, such as: an apology."
    )
    side_a_label = models.CharField("First side is called", max_length=24, blank=True, default="IS")
    side_b_label = models.CharField("Second side is called", max_length=24, blank=True, default="IS NOT")
    label_word = models.CharField(
        max_length=24, default="Part", help_text="Part, Week, Letter: the word before the number."
    )
    short_title = models.CharField(
        max_length=60, blank=True, help_text="For subjects of letters and lines above titles."
    )
    planned_total = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many parts you promise. Leave empty if you promise nothing."
    )
    announce = models.CharField(
        "Readers may know of a coming part", max_length=8, choices=Announce, default=Announce.HIDDEN
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.ONGOING)
    discreet_subject = models.BooleanField(
        default=False, help_text='Letters say "Part 2 is here" instead of the title: kind to people who share a screen.'
    )

    template = "series/series/web.html"
    parent_page_types = ["series.SeriesIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("subtitle"), index.SearchField("intro")]

    content_panels = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        FieldPanel("intro"),
    ]
    parts_panels = [
        FieldRowPanel([FieldPanel("label_word"), FieldPanel("planned_total"), FieldPanel("announce")]),
        FieldRowPanel([FieldPanel("subject"), FieldPanel("side_a_label"), FieldPanel("side_b_label")]),
        InlinePanel("parts", label="part", heading="Parts, in reading order"),
    ]
    about_panels = [
        FieldPanel("teaser"),
        FieldPanel("topics"),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading="Cover"),
        FieldPanel("content_notes"),
        MultiFieldPanel([FieldPanel("short_title"), FieldPanel("discreet_subject")], heading="In letters"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Series"),
            ObjectList(parts_panels, heading="Parts"),
            ObjectList(about_panels, heading="About it"),
            ObjectList(Page.promote_panels, heading="Promote"),
            ObjectList(Page.settings_panels, heading="Settings"),
        ]
    )


class SeriesPart(Orderable):
    """One article's place in one series. Letters, releases and courses point at its uuid, which never changes."""

    series = ParentalKey(SeriesPage, on_delete=models.CASCADE, related_name="parts")
    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    article = models.ForeignKey("series.ArticlePage", on_delete=models.CASCADE, related_name="places")
    side = models.CharField(max_length=1, choices=SeriesPage.Side, blank=True)
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
