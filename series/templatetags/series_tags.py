"""Lists that pages of the site ask for."""

from django import template
from django.utils import timezone

from series import part_words
from series.admin.letter_size import letter_size
from series.core.order import Kind
from series.core.shown import ShownPart
from series.models import ArticlePage, SeriesPage
from series.models.lists import listed
from series.models.places import views_of

register = template.Library()

register.filter("label_words", lambda part: part_words.label_words(part) if part else "")
register.filter("number_words", part_words.number_words)
register.filter("day_words", lambda instant: part_words.day_words(timezone.template_localtime(instant)))

CANDIDATES = 5  # the newest series that may turn out to have no part to begin with


@register.simple_tag
def current_series() -> SeriesPage | None:
    """The newest series with a part that readers can begin with; a collection is never the current one."""
    now = timezone.now()
    newest = SeriesPage.objects.readable(now).exclude(kind=Kind.COLLECTION).select_related("cover").newest_first()
    found = list(newest[:CANDIDATES])
    views = views_of(found, now=now)
    return next((series for series in found if views[series.pk].begin), None)


@register.simple_tag
def latest_articles(count: int = 6) -> list[ArticlePage]:
    """The newest articles that anyone may read."""
    now = timezone.now()
    return listed(ArticlePage.objects.readable(now).defer("body").newest_first()[:count], now=now)


@register.simple_tag
def public_parts(series: SeriesPage) -> tuple[ShownPart, ...]:
    """What readers may know of the parts of a series today."""
    return series.view(now=timezone.now()).parts


@register.simple_tag
def size_as_letter(article_id: int) -> str:
    """What the newest draft of an article weighs as a letter, for its author."""
    return letter_size(ArticlePage.objects.get(pk=article_id)).short
