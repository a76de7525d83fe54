"""Moves "Part N" out of an article's title and into its place in a series, as drafts that history can take back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from series.core import titles
from series.core.order import Kind
from series.models import ArticlePage, SeriesPage, SeriesPart

SHORT = 60  # characters of a short title, as the part's own field


@dataclass(frozen=True, kw_only=True)
class NamedPart:
    """The newest drafts of an article and of its series, the part's row in it, and what its title seems to hold."""

    article: ArticlePage
    series: SeriesPage
    row: SeriesPart
    offer: titles.TitleOffer

    @property
    def label(self) -> str:
        """What the part must be called so that the title's number is kept; empty where the series says it anyway."""
        place = list(self.series.parts.all()).index(self.row) + 1
        return titles.label_to_keep(self.offer, place=place if self.series.label_word == "Part" else None)


def named_part(article: ArticlePage) -> NamedPart | None:
    """The offer for the newest draft of an article, or None: no number in its title, or no part of a sequence."""
    draft = article.get_latest_revision_as_object()
    offer = titles.offer(draft.title)
    if offer is None:
        return None
    for place in article.places.select_related("series").filter(exclusive=True):
        series = place.series.get_latest_revision_as_object()
        row = next((row for row in series.parts.all() if row.uuid == place.uuid), None)
        if row is not None and series.kind == Kind.SEQUENCE:  # the other kinds say no number
            return NamedPart(article=draft, series=series, row=row, offer=offer)
    return None


def name_part(found: NamedPart, *, title: str, label: str, shorten_address: bool, user) -> None:
    """Writes both drafts, or neither. The address stays unless asked; Wagtail redirects the old one when it goes live.

    Raises ValidationError where one of the drafts would not be whole.
    """
    found.article.title = title
    found.article.draft_title = title
    if shorten_address:
        found.article.slug = slugify(title, allow_unicode=True) or found.article.slug
    found.row.label_override = label
    if not found.row.short_title and len(title) <= SHORT:
        found.row.short_title = title
    found.series.parts.add(found.row)
    with transaction.atomic():
        for page in (found.article, found.series):
            _save_draft(page, user)


def _save_draft(page, user) -> None:
    page.full_clean()
    if not page.live:  # as Wagtail's editor does: nobody reads it yet, so the page itself follows its draft
        page.save()
    page.save_revision(user=user, log_action=True)
