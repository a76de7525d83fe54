from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.blocks.body import BodyBlock
from cms.core.content_notes import CHOICES
from cms.models.fields import SlugListField


class ArticlesPage(Page):
    """Where articles live: their addresses begin here and never depend on a series."""

    intro = models.CharField(max_length=240, blank=True)

    template = "series/articles/web.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["series.ArticlePage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]


class ArticlePage(Page):
    """One page of writing with its own address; may stand alone or be a part of a series."""

    class Support(models.TextChoices):
        AUTO = "auto", "When the subject asks for it"
        ALWAYS = "always", "Always"
        OFF = "off", "Never"

    subtitle = models.CharField(max_length=200, blank=True)
    teaser = models.TextField(
        blank=True,
        max_length=400,
        help_text="One or two sentences for lists, feeds and the line after a letter's subject.",
    )
    body = StreamField(BodyBlock(), blank=True)
    published_on = models.DateField(
        null=True, blank=True, help_text="The date that readers see. Empty means the day of first publication."
    )
    topics = ParentalManyToManyField("series.Topic", blank=True, related_name="articles")
    content_notes = SlugListField(
        slug_choices=CHOICES,
        help_text="Hard subjects that a reader may want to know of first. Shown as one quiet line.",
    )
    content_note_text = models.CharField(
        max_length=240, blank=True, help_text="One neutral sentence instead of the list of subjects, if you prefer."
    )
    cover = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cover_alt = models.CharField(
        "Cover, in words",
        max_length=200,
        blank=True,
        help_text="What the cover shows. Leave empty if it only decorates.",
    )
    canonical_url = models.URLField(
        blank=True,
        help_text="If this text first appeared elsewhere, its address there: search engines credit that page.",
    )
    reviewed_by = models.CharField(max_length=120, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    show_disclaimer = models.BooleanField(
        default=True, help_text="The site's disclaimer at the foot of the article and its letters."
    )
    support = models.CharField("Support lines", max_length=8, choices=Support, default=Support.AUTO)

    template = "series/article/web.html"
    parent_page_types = ["series.ArticlesPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("subtitle"), index.SearchField("body")]

    content_panels = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        InlinePanel("authorships", label="author", heading="Authors"),
        FieldPanel("body"),
    ]
    about_panels = [
        FieldPanel("teaser"),
        FieldPanel("topics"),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading="Cover"),
        MultiFieldPanel(
            [
                FieldPanel("content_notes"),
                FieldPanel("content_note_text"),
                FieldPanel("support"),
                FieldPanel("show_disclaimer"),
            ],
            heading="Care",
        ),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("canonical_url")]),
        FieldRowPanel([FieldPanel("reviewed_by"), FieldPanel("reviewed_on")]),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Text"),
            ObjectList(about_panels, heading="About it"),
            ObjectList(Page.promote_panels, heading="Promote"),
            ObjectList(Page.settings_panels, heading="Settings"),
        ]
    )


class ArticleAuthor(Orderable):
    """An author's place in an article's byline."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="authorships")
    author = models.ForeignKey("series.Author", on_delete=models.PROTECT, related_name="authorships")

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="author_once_per_article")]
