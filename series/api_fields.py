"""The fields of articles and series in Wagtail's API. Places and parts come from series.models.places only."""

from collections.abc import Callable

from django.conf import settings
from django.utils import timezone
from rest_framework.fields import Field
from wagtail.api import APIField

from series import api_shapes as shapes
from series.models import care
from series.models.lists import related_to
from series.models.places import places_of


class Asked(Field):
    """A field that is answered by a function of the whole page."""

    def __init__(self, answer: Callable, **kwargs):
        super().__init__(**{"source": "*", "read_only": True, **kwargs})
        self.answer = answer

    def to_representation(self, page):
        return self.answer(page)


def body(page):
    """The json faces of the blocks that the web shows."""
    context = {"base_url": page.full_url or settings.WAGTAILAPI_BASE_URL}
    given = {**context, "related": related_to(page, base=context["base_url"])}
    return page.body.stream_block.get_api_representation(page.body, context=given)


def intro(series):
    context = {"base_url": series.full_url or settings.WAGTAILAPI_BASE_URL}
    return series.intro.stream_block.get_api_representation(series.intro, context=context)


def places(page):
    """The public places of an article: one sequence or contrast at most, and any number of collections."""
    return [shapes.place_json(place) for place in places_of([page], now=timezone.now())[page.pk]]


def parts(series):
    """All parts that readers may know of, in order, in one answer."""
    return [shapes.part_json(part) for part in series.view(now=timezone.now()).parts]


def part_count(series):
    """The `of` of its parts: what is shown, or what is promised if that is more."""
    shown = series.view(now=timezone.now()).parts
    return shown[0].of if shown else series.planned_total or 0


def support(page):
    lines = care.support_lines(page.content_notes, support=page.support, identity=care.identity_of(page))
    return [shapes.support_json(line) for line in lines]


def topics(page):
    return [{"slug": topic.slug, "title": topic.title} for topic in page.topics.all()]


def _asked(name: str, answer: Callable) -> APIField:
    return APIField(name, serializer=Asked(answer))


def _words(*names: str) -> list[APIField]:
    return [_asked(name, lambda page, name=name: getattr(page, name) or None) for name in names]


ARTICLE_FIELDS = [
    *_words("subtitle", "teaser", "canonical_url", "reviewed_by"),
    _asked("published_on", lambda page: page.published_on_shown),
    APIField("reviewed_on"),
    _asked("words", lambda page: page.words),
    _asked("read_minutes", lambda page: page.minutes),
    _asked("authors", lambda page: [shapes.author_json(author) for author in page.authors]),
    _asked("topics", topics),
    _asked("content_notes", lambda page: shapes.note_json(page.content_notes, text=page.content_note_text)),
    _asked("cover", lambda page: shapes.image_json(page.cover, alt=page.cover_alt)),
    _asked("body", body),
    _asked("support", support),
    _asked("disclaimer", lambda page: care.disclaimer(care.identity_of(page), is_shown=page.show_disclaimer) or None),
    _asked("series", places),
]
SERIES_FIELDS = [
    *_words("subtitle", "teaser", "subject", "short_title"),
    _asked("series_kind", lambda series: series.kind),
    _asked("side_labels", lambda series: list(series.side_labels.values())),
    _asked("label_word", lambda series: series.label_word or None),
    _asked("planned_total", lambda series: series.planned_total),
    _asked("of", part_count),
    _asked("status", lambda series: series.status),
    _asked("intro", intro),
    _asked("topics", topics),
    _asked("content_notes", lambda series: shapes.note_json(series.content_notes)),
    _asked("cover", lambda series: shapes.image_json(series.cover, alt=series.cover_alt)),
    _asked("authors", lambda series: [shapes.author_json(author) for author in series.authors()]),
    _asked("read_minutes", lambda series: series.view(now=timezone.now()).minutes),
    _asked("parts", parts),
]
