from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from cms.core.html import is_too_large


class AuthorQuerySet(models.QuerySet):
    def with_article(self, articles):
        """Authors of one of these articles."""
        return self.filter(authorships__article__in=articles.order_by().values("pk")).distinct()

    def of_articles(self, ids):
        """Everybody who wrote one of these, once, in the order of the ids and of each byline."""
        rank = {pk: number for number, pk in enumerate(ids)}
        rows = self.model.authorships.rel.related_model.objects.filter(article__in=ids).select_related("author")
        ordered = sorted(rows, key=lambda row: (rank[row.article_id], row.sort_order or 0))
        return list({row.author_id: row.author for row in ordered}.values())


@register_snippet
class Author(index.Indexed, models.Model):
    """A public record of a person who writes. Never a login."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True, help_text="The last part of the author's address on the site.")
    credentials = models.CharField(
        max_length=160, blank=True, help_text="Shown after the name, such as: MSc, teacher. Leave empty if none."
    )
    bio = RichTextField(blank=True, features=["bold", "italic", "link"], help_text="Shown at the foot of articles.")
    photo = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    photo_alt = models.CharField("Photo, in words", max_length=160, blank=True)
    website = models.URLField(blank=True)
    is_fictional = models.BooleanField("Made up for the demo", default=False)

    objects = AuthorQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("credentials")], heading="Name"),
        FieldPanel("bio"),
        MultiFieldPanel([FieldPanel("photo"), FieldPanel("photo_alt")], heading="Photo"),
        FieldPanel("website"),
        FieldPanel("is_fictional"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    api_fields = [APIField("name"), APIField("slug"), APIField("credentials")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if is_too_large(self.bio):
            raise ValidationError({"bio": "This text is larger than 1 MB, so no reader would see it. Shorten it."})

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    @property
    def byline(self) -> str:
        """The name as it stands under a title, with credentials where there are any."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name
