"""Loads the demo: pictures, authors, eleven articles and three series, published as an author would."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.blocks.body import BodyBlock, IntroBlock
from cms.blocks.loading import load_stream
from series.demo import site, texts
from series.demo.bodies import Names, stored_blocks
from series.demo.pictures import load_pictures
from series.models import ArticleAuthor, ArticlePage, SeriesPage, SeriesPart
from series.publish import publish

BODY, INTRO = BodyBlock(), IntroBlock()
STILL_TO_COME = "coming-back-slowly"  # Part 3 of After the Long Year shows what an announced part looks like
COMES_IN = timedelta(days=4)
SERIES_ORDER = ("start-here", "an-apology", "after-the-long-year")  # the last one published is the current one
ARTICLE_WORDS = (
    "title",
    "subtitle",
    "teaser",
    "published_on",
    "content_notes",
    "content_note_text",
    "cover_alt",
    "show_disclaimer",
)
SERIES_WORDS = (
    "title",
    "subtitle",
    "short_title",
    "kind",
    "subject",
    "announce",
    "status",
    "content_notes",
    "cover_alt",
)
PART_WORDS = (
    "label_override",
    "short_title",
    "teaser",
    "subject",
    "preview_text",
    "send_after_days",
    "optional",
)


def load_demo(*, now: datetime | None = None, base_url: str = "") -> None:
    """The whole demo, or nothing of it. What is there already stays as it is, so it can be run again without harm.

    `now` is the moment from which the coming part is planned. Raises UnknownBlock for a block that nobody knows.
    """
    with transaction.atomic():
        home = site.load_site(base_url or settings.PARTWISE["cms"]["base_url"])
        site.load_support_lines()
        articles, all_series = site.load_branches(home)
        pictures = load_pictures()
        load_articles(articles, pictures=pictures, coming_at=(now or timezone.now()) + COMES_IN)
        load_all_series(all_series, pictures=pictures)


def load_articles(parent, *, pictures: Mapping[str, int], coming_at: datetime) -> None:
    """Every article; links between them need all of them to be there before the first body is written."""
    found, authors, topics = texts.articles(), site.load_authors(), site.load_topics()
    there = set(ArticlePage.objects.child_of(parent).values_list("slug", flat=True))
    new = {slug: row for slug, row in found.items() if slug not in there}
    for slug, row in new.items():
        parent.add_child(instance=_article(slug, row, pictures))
    ids = dict(ArticlePage.objects.child_of(parent).values_list("slug", "pk"))
    names = Names(articles=ids, pictures=pictures)
    for slug, row in new.items():
        page = ArticlePage.objects.get(pk=ids[slug])
        page.body = load_stream(stored_blocks(row["body"], page=slug, names=names), block=BODY)
        page.topics.set([topics[name] for name in row["topics"]])
        page.authorships.set(
            [ArticleAuthor(author=authors[name], sort_order=number) for number, name in enumerate(row["authors"])]
        )
        page.save()
        publish(page, at=coming_at if slug == STILL_TO_COME else None)


def load_all_series(parent, *, pictures: Mapping[str, int]) -> None:
    """Every series with its parts in order."""
    found, topics = texts.series(), site.load_topics()
    ids = dict(ArticlePage.objects.values_list("slug", "pk"))
    there = set(SeriesPage.objects.child_of(parent).values_list("slug", flat=True))
    for slug in SERIES_ORDER:
        if slug in there:
            continue
        row = found[slug]
        page = _series(slug, row, Names(articles=ids, pictures=pictures))
        page.topics = [topics[name] for name in row["topics"]]
        page.parts = [_part(number, part, row, ids) for number, part in enumerate(row["parts"])]
        parent.add_child(instance=page)
        publish(page)


def _article(slug: str, row: Mapping[str, Any], pictures: Mapping[str, int]) -> ArticlePage:
    words = {name: row[name] for name in ARTICLE_WORDS}
    if slug == STILL_TO_COME:
        words["published_on"] = None
    return ArticlePage(slug=slug, live=False, cover_id=pictures[row["cover"]], **words)


def _series(slug: str, row: Mapping[str, Any], names: Names) -> SeriesPage:
    side_a, side_b = row["side_labels"] or ("IS", "IS NOT")
    return SeriesPage(
        slug=slug,
        live=False,
        cover_id=names.pictures[row["cover"]],
        intro=load_stream(stored_blocks(row["intro"], page=slug, names=names), block=INTRO),
        label_word=row["label_word"] or "Part",
        planned_total=row.get("planned_total"),
        side_a_label=side_a,
        side_b_label=side_b,
        **{name: row[name] for name in SERIES_WORDS},
    )


def _part(number: int, part: Mapping[str, Any], row: Mapping[str, Any], ids: Mapping[str, int]) -> SeriesPart:
    sides = {label: key for key, label in zip(("a", "b"), row["side_labels"], strict=False)}
    return SeriesPart(
        article_id=ids[part["article"]],
        sort_order=number,
        side=sides.get(part["side"], ""),
        **{name: part[name] for name in PART_WORDS},
    )
