"""The cast that every test knows: one newsletter, a sequence, a pair, a text that stands alone, and five readers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import override_settings
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.blocks.body import BodyBlock
from cms.blocks.loading import load_stream
from cms.models import HomePage
from newsletter.models import Issue, Newsletter, Subscription
from series.models import ArticlePage, ArticlesPage, SeriesIndexPage, SeriesPage, SeriesPart
from tests.cast import build_cast
from tests.replay import Change, all_rows, changes, write_again

LONG_AGO = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
BODY = BodyBlock()


@dataclass
class World:
    """What tests ask for by name; `add_issue` and `add_article` make more of it."""

    newsletter: Newsletter
    articles: ArticlesPage
    all_series: SeriesIndexPage
    sequence: SeriesPage
    pair: SeriesPage
    parts: dict[str, SeriesPart] = field(default_factory=dict)
    readers: dict[str, Subscription] = field(default_factory=dict)
    staff: dict[str, Any] = field(default_factory=dict)

    def add_article(self, title: str, *, live: bool = True, words: str = "", blocks=None, **fields) -> ArticlePage:
        """An article with one paragraph, or the given blocks."""
        rows = blocks or [{"type": "text", "value": {"body": f"<p>{words or f'Words about {title}.'}</p>"}}]
        numbered = [{"id": _uuid(len(title) * 1000 + at), **row} for at, row in enumerate(rows)]
        page = ArticlePage(title=title, live=live, body=load_stream(numbered, block=BODY), **fields)
        self.articles.add_child(instance=page)
        revision = page.save_revision()
        if live:  # what publishing leaves behind, without its tasks and logs: every test waits for this
            ArticlePage.objects.filter(pk=page.pk).update(live_revision=revision, first_published_at=LONG_AGO)
        return ArticlePage.objects.get(pk=page.pk)

    def add_issue(self, *items: tuple[str, dict[str, Any]], **fields) -> Issue:
        """A draft of the newsletter; items are (kind, value as stored)."""
        issue = Issue(
            newsletter=self.newsletter,
            subject=fields.pop("subject", "After the Long Year: Signs"),
            preview_text=fields.pop("preview_text", "Nine quiet things to look for when a week has been long."),
            items=[{"type": kind, "value": value, "id": _uuid(at)} for at, (kind, value) in enumerate(items, start=1)],
            **fields,
        )
        issue.save()
        return Issue.objects.get(pk=issue.pk)


@dataclass(frozen=True)
class Memory:
    """How the database became the world, and whom the world names, by their keys."""

    changes: list[Change]
    newsletter: int
    pages: tuple[int, int, int, int]
    parts: dict[str, int]
    readers: dict[str, int]
    staff: dict[str, int]

    @classmethod
    def of(cls, world: World, changes: list[Change]) -> "Memory":
        pages = (world.articles.pk, world.all_series.pk, world.sequence.pk, world.pair.pk)
        named = [{name: row.pk for name, row in rows.items()} for rows in (world.parts, world.readers, world.staff)]
        return cls(changes, world.newsletter.pk, pages, *named)

    def recall(self) -> World:
        """The world once more, out of the database."""
        write_again(self.changes)
        kinds = (ArticlesPage, SeriesIndexPage, SeriesPage, SeriesPage)
        pages = [kind.objects.get(pk=pk) for kind, pk in zip(kinds, self.pages, strict=True)]
        newsletter = Newsletter.objects.get(pk=self.newsletter)
        return World(
            newsletter,
            *pages,
            parts=_named(SeriesPart.objects.select_related("article", "series"), self.parts),
            readers=_named(Subscription.objects.select_related("subscriber", "newsletter"), self.readers),
            staff=_named(get_user_model().objects, self.staff),
        )


_memory: dict[str, Memory] = {}
"""By the name of the database; filled by the first test that asks for a world."""


def build_world() -> World:
    """The world in a database that holds nothing else. The first time it is made; then its rows are written again."""
    if not connection.in_atomic_block:  # a database that was emptied in between is not the one that is remembered
        return _made()
    name = str(connection.settings_dict["NAME"])
    if kept := _memory.get(name):
        return kept.recall()
    before = all_rows()
    world = _made()
    _memory[name] = Memory.of(world, changes(before, all_rows()))
    return world


def _named(rows, keys: dict[str, int]) -> dict[str, Any]:
    found = rows.in_bulk(list(keys.values()))
    return {name: found[pk] for name, pk in keys.items()}


def _made() -> World:
    """Search and "used in" do not know it: telling them takes long."""
    unsearched = {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}
    with disable_reference_index_auto_update(), override_settings(WAGTAILSEARCH_BACKENDS={"default": unsearched}):
        return _build()


def _build() -> World:
    home = _site()
    articles, all_series = (
        ArticlesPage(title="Articles", slug="articles"),
        SeriesIndexPage(title="Series", slug="series"),
    )
    home.add_child(instance=articles)
    home.add_child(instance=all_series)
    sequence = SeriesPage(title="After the Long Year", slug="after-the-long-year", planned_total=3, announce="date")
    pair = SeriesPage(title="An apology", slug="an-apology", kind="contrast", subject="an apology")
    for page in (sequence, pair):
        all_series.add_child(instance=page)
    cast = build_cast()
    world = World(cast.newsletter, articles, all_series, sequence, pair, readers=cast.readers)
    _write(world)
    _employ(world)
    return world


def _site() -> HomePage:
    Locale.objects.get_or_create(language_code="en")
    Collection.objects.exists() or Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    Page.objects.filter(depth=2).exclude(slug="reading").delete()
    home = HomePage(title="Small Hours", slug="reading")
    Page.objects.get(pk=root.pk).add_child(instance=home)
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", port=80, root_page=home, is_default_site=True)
    return home


def _write(world: World) -> None:
    titles = {"what": ("What is burnout?", True), "signs": ("Signs", True), "back": ("Coming back slowly", False)}
    for name, (title, live) in titles.items():
        article = world.add_article(title, live=live, teaser=f"A teaser of {title}")
        world.parts[name] = SeriesPart.objects.create(
            series=world.sequence, article=article, sort_order=len(world.parts)
        )
    for side, name, title in (("a", "is", "What an apology is"), ("b", "is_not", "What an apology is not")):
        article = world.add_article(title)
        world.parts[name] = SeriesPart.objects.create(
            series=world.pair, article=article, side=side, sort_order=len(side)
        )
    world.add_article("Two sisters, one phone", slug="alone")


def _employ(world: World) -> None:
    users = get_user_model().objects
    for name in ("mara", "jonah"):
        world.staff[name] = users.create_superuser(name, f"{name}@example.org", "a long password for tests")


def _uuid(number: int) -> str:
    return str(UUID(int=number, version=4))
