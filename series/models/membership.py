"""One article, one sequence or contrast: who holds it already, in saved rows and in drafts that are being edited."""

from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.models import Revision

from series.core.order import Kind

EXCLUSIVE = (Kind.SEQUENCE.value, Kind.CONTRAST.value)


def refuse_double_places(series) -> None:
    """Raises ValidationError with the name of the series that already holds one of the articles."""
    if series.kind not in EXCLUSIVE:
        return
    ids = [part.article_id for part in series.parts.all()]
    held = holders(ids, besides=series.pk)
    words = [taken_words(held[article]) for article in dict.fromkeys(ids) if article in held]
    if words:
        raise ValidationError(words)


def taken_words(holder: tuple[str, str]) -> str:
    """What an author is told, from (the article's title, the series' title)."""
    article, series = holder
    return f"“{article}” is already a part of “{series}”. Take it out there first, or make one of the two a collection."


def holders(article_ids: Iterable[int], *, besides: int | None) -> dict[int, tuple[str, str]]:
    """Article id -> (its title, the title of the other sequence or contrast that holds it or is about to)."""
    ids = set(article_ids)
    if not ids:
        return {}
    found = {**_in_drafts(ids, besides=besides), **_in_rows(ids, besides=besides)}
    titles = dict(apps.get_model("series.ArticlePage").objects.filter(pk__in=found).values_list("pk", "title"))
    return {article: (titles.get(article, ""), series) for article, series in found.items()}


def _in_rows(ids: set[int], *, besides: int | None) -> dict[int, str]:
    rows = apps.get_model("series.SeriesPart").objects.filter(article__in=ids, exclusive=True).exclude(series=besides)
    return dict(rows.values_list("article", "series__title"))


def _in_drafts(ids: set[int], *, besides: int | None) -> dict[int, str]:
    """What other live series would hold once their newest draft is published."""
    series = apps.get_model("series.SeriesPage").objects.filter(has_unpublished_changes=True).exclude(pk=besides)
    drafts = Revision.objects.filter(pk__in=series.values("latest_revision"))
    contents = drafts.values_list("content__kind", "content__title", "content__parts")
    return {
        part["article"]: title
        for kind, title, parts in contents
        if kind in EXCLUSIVE
        for part in parts or ()
        if part["article"] in ids
    }
