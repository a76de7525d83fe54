from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.blocks.anchors import keep_anchors
from cms.blocks.body import BodyBlock
from cms.core.content_notes import CHOICES
from cms.core.regions import region_of
from cms.core.walls import ONLY_READ
from cms.languages import speaking
from cms.models import SiteIdentity
from cms.models.fields import SlugListField
from series.api_fields import ARTICLE_FIELDS
from series.core import reading_time
from series.models import care
from series.models.article_context import article_context
from series.models.article_form import ArticleForm
from series.models.article_panels import EDIT_HANDLER
from series.models.lists import kicker, listed, topics_of
from series.models.places import places_of
from series.models.publishing import refuse_unready
from series.models.topics import Topic
from series.models.visibility import ArticleManager

ARTICLES_PER_PAGE = 12

PREVIEW_MODES = [("", "Web"), ("email", "Letter"), ("email_dark", "Letter, in the dark"), ("text", "Plain text")]


class ArticlesPage(Page):
    """Where articles live: their addresses begin here and never depend on a series."""

    intro = models.CharField(max_length=240, blank=True)

    allowed_http_methods = ONLY_READ
    template = "series/articles/web.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["series.ArticlePage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def get_context(self, request, *args, **kwargs):
        now = timezone.now()
        readable = ArticlePage.objects.readable(now)
        articles = readable.child_of(self).defer("body").newest_first()
        page = Paginator(articles, ARTICLES_PER_PAGE).get_page(request.GET.get("p"))
        page.object_list = listed(page.object_list, now=now)
        topics = Topic.objects.with_article(readable)
        return {**super().get_context(request, *args, **kwargs), "articles": page, "topics": topics}


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
    words = models.PositiveIntegerField(default=0, editable=False)

    objects = ArticleManager()
    base_form_class = ArticleForm
    api_fields = ARTICLE_FIELDS

    allowed_http_methods = ONLY_READ
    template = "series/article/web.html"
    parent_page_types = ["series.ArticlesPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("subtitle"), index.SearchField("body")]

    edit_handler = EDIT_HANDLER

    @property
    def minutes(self) -> int:
        """Minutes to read it, at least one."""
        return reading_time.minutes(self.words)

    @property
    def authors(self) -> list:
        """In the order of the byline."""
        return [row.author for row in self.authorships.all().select_related("author__photo")]

    @property
    def published_on_shown(self):
        """The date that readers see, or None before the first publication."""
        return self.published_on or (self.first_published_at.date() if self.first_published_at else None)

    @property
    def content_note(self) -> str:
        """One quiet line on the hard subjects of the text in the language that is active, or nothing."""
        return care.note_words(self.content_notes, instead=self.content_note_text)

    @cached_property
    def identity(self) -> SiteIdentity:
        """Who speaks on the article's site, asked once: a letter's faces, support lines and disclaimer all need it."""
        return care.identity_of(self)

    @cached_property
    def kicker(self) -> str:
        """The line above the title in lists; `series.models.lists.listed` asks for many at once."""
        return kicker(places_of([self], now=timezone.now())[self.pk], topics_of([self])[self.pk])

    def count_words(self) -> int:
        """Words that the site shows in its body."""
        return sum(len(text.split()) for text in self.body.stream_block.get_searchable_content(self.body))

    def get_context(self, request, *args, **kwargs):
        home = region_of(request.headers.get("Accept-Language", ""))
        is_preview = getattr(request, "is_preview", False)
        with speaking(self.locale.language_code):  # the page's own, whatever the browser would like best
            given = article_context(self, now=timezone.now(), is_preview=is_preview, home=home)
        return {**super().get_context(request, *args, **kwargs), **given}

    def save(self, *args, **kwargs):
        """Counts its words; a new public version passes the checks first, whoever publishes it, and keeps its anchors.

        Raises PublishStopped.
        """
        if "body" not in self.get_deferred_fields():
            self.words = self.count_words()
        if self._is_new_version():
            refuse_unready(self)
            known = ArticlePage.objects.filter(pk=self.pk, live=True).first()
            keep_anchors(self.body, before=known.body if known else None)
        return super().save(*args, **kwargs)

    def _is_new_version(self) -> bool:
        if not (self.live and self.live_revision_id):
            return False
        return not ArticlePage.objects.filter(pk=self.pk, live=True, live_revision=self.live_revision_id).exists()

    @property
    def preview_modes(self):
        return PREVIEW_MODES

    def serve_preview(self, request, mode_name):
        if mode_name:
            # Named by string: rows never reach the compiler, so that a sender cannot either.
            return import_string("series.previews.letter_preview")(self, mode_name=mode_name)
        return super().serve_preview(request, mode_name)


class ArticleAuthor(Orderable):
    """An author's place in an article's byline."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="authorships")
    author = models.ForeignKey("series.Author", on_delete=models.PROTECT, related_name="authorships")

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="author_once_per_article")]
