from django.db import models, transaction
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks.body import IntroBlock
from cms.core.content_notes import CHOICES
from cms.core.walls import ONLY_READ
from cms.languages import speaking
from cms.models.fields import SlugListField
from series.api_fields import SERIES_FIELDS
from series.core.order import Kind
from series.models import care
from series.models.article_context import series_json_ld
from series.models.authors import Author
from series.models.membership import refuse_double_places
from series.models.parts import Side
from series.models.places import SeriesView, view_of
from series.models.series_form import SeriesForm
from series.models.series_panels import EDIT_HANDLER
from series.models.visibility import SeriesManager


class SeriesIndexPage(Page):
    """Where series live."""

    intro = models.CharField(max_length=240, blank=True)

    allowed_http_methods = ONLY_READ
    template = "series/all_series/web.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["series.SeriesPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def get_context(self, request, *args, **kwargs):
        readable = SeriesPage.objects.readable(timezone.now()).child_of(self)
        found = readable.select_related("cover").newest_first()
        return {**super().get_context(request, *args, **kwargs), "all_series": list(found)}


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

    Side = Side

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

    allowed_http_methods = ONLY_READ
    template = "series/series/web.html"
    parent_page_types = ["series.SeriesIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("subtitle"), index.SearchField("intro")]

    objects = SeriesManager()
    base_form_class = SeriesForm
    api_fields = SERIES_FIELDS
    edit_handler = EDIT_HANDLER

    @property
    def side_labels(self) -> dict[str, str]:
        """What the sides of a contrast are called, by their key; other kinds have none."""
        if self.kind != Kind.CONTRAST:
            return {}
        return {Side.SIDE_A.value: self.side_a_label, Side.SIDE_B.value: self.side_b_label}

    @property
    def content_note(self) -> str:
        """One quiet line on the hard subjects of the series, or nothing; an intro may say it in its own words."""
        if any(block.block_type == "note" and block.value["kind"] == "content" for block in self.intro):
            return ""
        return care.note_words(self.content_notes, sentence=care.SEVERAL_TEXTS)

    def view(self, *, now) -> SeriesView:
        """What readers may know of its parts at that moment."""
        return view_of(self, now=now)

    def authors(self, view: SeriesView | None = None) -> list[Author]:
        """Everybody who wrote a live part, in the order of the parts."""
        shown = view or self.view(now=timezone.now())
        live = [part.page_id for part in shown.parts if part.is_live]
        return list(Author.objects.of_articles(live))

    def get_context(self, request, *args, **kwargs):
        view = self.view(now=timezone.now())
        authors = self.authors(view)
        with speaking(self.locale.language_code):  # the page's own, whatever the browser would like best
            content_note = self.content_note
        own = {
            "kind": self.kind,
            "parts": view.parts,
            "minutes": view.minutes,
            "begin": view.begin,
            "sides": view.sides,
            "authors": authors,
            "content_note": content_note,
            "cover": self.cover,
            "base_url": self.full_url or "",
            "json_ld": series_json_ld(self, authors=authors, parts=view.parts, base=self.full_url or ""),
        }
        return {**super().get_context(request, *args, **kwargs), **own}

    def clean(self):
        """One article, one sequence or contrast: asked when a draft is saved, and again when it is published."""
        super().clean()
        refuse_double_places(self)

    def save(self, *args, **kwargs):
        """Its parts follow its kind in the same transaction."""
        with transaction.atomic():
            saved = super().save(*args, **kwargs)
            self.parts.model.objects.filter(series=self.pk).keep_exclusive(exclusive=self.kind != Kind.COLLECTION)
        return saved
