"""A long article becomes a draft series; later the two change places, and each step can be taken back."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect

from cms.clock import Now
from cms.models import Tick
from series.core.split import pieces
from series.models import ArticleAuthor, ArticlePage, SeriesIndexPage, SeriesPage, SeriesPart, Split
from series.publish import publish

COPIED = (
    "content_notes",
    "content_note_text",
    "cover_id",
    "cover_alt",
    "reviewed_by",
    "reviewed_on",
    "show_disclaimer",
    "support",
)
TOUCHED = "{} was edited or published since. Delete it yourself if you no longer want it, or keep the series."


def split(article: ArticlePage, *, first: str, names: Mapping[str, str], into: SeriesIndexPage, user) -> Split:
    """The newest draft of `article` as draft parts of a draft sequence; the article itself stays as it is.

    `names` are the titles of the parts by the id of the heading that each begins with; `first` is the first part's.
    Raises ValueError for a cut that is none, ValidationError where a part cannot be saved.
    """
    draft = article.get_latest_revision_as_object()
    found = pieces(draft.body.get_prep_value(), at=names)
    titles = [first, *(names[str(piece.rows[0]["id"])] for piece in found[1:])]
    with transaction.atomic():
        parts = [
            _part(draft, title=title, rows=piece.rows, user=user) for title, piece in zip(titles, found, strict=True)
        ]
        series = SeriesPage(
            title=draft.title,
            subtitle=draft.subtitle,
            teaser=draft.teaser,
            content_notes=draft.content_notes,
            live=False,
        )
        series.cover_id, series.cover_alt = draft.cover_id, draft.cover_alt
        series.topics = list(draft.topics.all())
        series.parts = [SeriesPart(article=part, sort_order=number) for number, part in enumerate(parts)]
        into.add_child(instance=series)
        series.save_revision(user=user, log_action=True)
        return Split.objects.create(article=article, series=series, made_by=user)


def swap(row: Split, *, user) -> None:
    """Parts and series become public, the article goes, and its address leads to the series: all of it or nothing.

    Raises ValidationError when a part may not be published as it is.
    """
    with transaction.atomic():
        article = ArticlePage.objects.get(pk=row.article_id)
        for part in parts_of(row):
            Tick.objects.carry(article, to=part)
            publish(part, user=user)
        publish(row.series, user=user)
        if article.live:
            article.unpublish(user=user, log_action=True)
        Redirect.objects.update_or_create(
            old_path=_old_path(article), site=article.get_site(), defaults={"redirect_page": row.series}
        )
        Split.objects.filter(pk=row.pk).update(swapped_at=Now())


def swap_back(row: Split, *, user) -> None:
    """The article is public again at its old address; series and parts are drafts again, with all their words."""
    with transaction.atomic():
        article = ArticlePage.objects.get(pk=row.article_id)
        Redirect.objects.filter(
            old_path=_old_path(article), site=article.get_site(), redirect_page=row.series_id
        ).delete()
        publish(article, user=user)
        for page in (SeriesPage.objects.get(pk=row.series_id), *parts_of(row)):
            if page.live:
                page.unpublish(user=user, log_action=True)
        Split.objects.filter(pk=row.pk).update(swapped_at=None)


def undo(row: Split, *, user) -> None:
    """The draft series and its draft parts go. Raises ValidationError, naming them, where somebody worked on one."""
    pages = [*parts_of(row), SeriesPage.objects.get(pk=row.series_id)]
    touched = [page.title for page in pages if page.first_published_at or page.revisions.count() > 1]
    if touched:
        raise ValidationError(TOUCHED.format(" and ".join(f"“{title}”" for title in touched)))
    with transaction.atomic():
        for page in reversed(pages):
            page.delete(user=user)


def parts_of(row: Split) -> list[ArticlePage]:
    """The articles of its series, in order."""
    return list(ArticlePage.objects.filter(places__series=row.series_id).order_by("places__sort_order"))


def _part(draft: ArticlePage, *, title: str, rows, user) -> ArticlePage:
    part = ArticlePage(title=title, live=False, **{name: getattr(draft, name) for name in COPIED})
    part.body = draft.body.stream_block.to_python([dict(row) for row in rows])
    part.topics = list(draft.topics.all())
    part.authorships = [
        ArticleAuthor(author_id=row.author_id, sort_order=row.sort_order) for row in draft.authorships.all()
    ]
    ArticlePage.objects.get(pk=draft.pk).get_parent().add_child(instance=part)
    part.save_revision(user=user, log_action=True)
    return part


def _old_path(article: ArticlePage) -> str:
    return Redirect.normalise_path(article.get_url_parts()[2])
