from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet


class TopicQuerySet(models.QuerySet):
    def with_article(self, articles):
        """Topics that one of these articles is about."""
        return self.filter(articles__in=articles.order_by().values("pk")).distinct()


@register_snippet
class Topic(index.Indexed, models.Model):
    """What an article is about."""

    title = models.CharField(max_length=80)
    slug = models.SlugField(unique=True, help_text="The last part of the topic's address on the site.")
    description = models.CharField(max_length=240, blank=True, help_text="One sentence at the top of the topic's page.")

    objects = TopicQuerySet.as_manager()

    panels = [FieldPanel("title"), FieldPanel("slug"), FieldPanel("description")]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])
