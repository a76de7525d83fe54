"""The cast that every test knows: one newsletter, a sequence, a pair, a text that stands alone, and five readers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from wagtail.models import Collection, Locale, Page, Site

from cms.blocks.body import BodyBlock
from cms.blocks.loading import load_stream
from cms.models import HomePage
from newsletter.conf import suppression_keys
from newsletter.core.tokens import address_hmac
from newsletter.models import ConsentEvent, Issue, Newsletter, Subscriber, Subscription, Suppression
from series.models import ArticlePage, ArticlesPage, SeriesIndexPage, SeriesPage, SeriesPart

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


def build_world() -> World:
    """The world, new. Needs a database."""
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
    world = World(_newsletter(), articles, all_series, sequence, pair)
    _write(world)
    _invite(world)
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


def _newsletter() -> Newsletter:
    return Newsletter.objects.create(
        name="Slow Letters",
        slug="slow-letters",
        description="A letter now and then.",
        zone="Europe/Lisbon",
        from_name="Mara Ellison",
        from_email="letters@example.org",
        postal_address="Small Hours, 1 Quiet Lane, 1100-001 Lisbon",
    )


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


def _invite(world: World) -> None:
    cast = {
        "ada": ("Ada", "Europe/Lisbon", "active"),
        "bram": ("Bram", "Europe/Amsterdam", "active"),
        "chidi": ("Chidi", "Africa/Lagos", "pending"),
        "dina": ("Dina", "Asia/Jerusalem", "paused"),
        "esra": ("إسراء", "Pacific/Auckland", "active"),
    }
    for name, (first_name, zone, state) in cast.items():
        reader = Subscriber.objects.create(email=f"{name}@example.org", first_name=first_name, zone=zone)
        subscription = Subscription.objects.create(subscriber=reader, newsletter=world.newsletter, state=state)
        world.readers[name] = subscription
        if state != "pending":
            _consent(subscription)
    _suppress("bram@example.org")


def _suppress(email: str) -> None:
    """Letters to the address came back for good."""
    key_id, key = list(suppression_keys().items())[-1]
    Suppression.objects.create(address_hmac=address_hmac(email, key=key), key_id=key_id, reason="hard_bounce")


def _consent(subscription: Subscription) -> None:
    ConsentEvent.objects.create(
        subscription=subscription,
        seq=1,
        action="confirmed",
        method="page",
        wording="Send me letters.",
        given_on=LONG_AGO,
    )


def _employ(world: World) -> None:
    users = get_user_model().objects
    for name in ("mara", "jonah"):
        world.staff[name] = users.create_superuser(name, f"{name}@example.org", "a long password for tests")


def _uuid(number: int) -> str:
    return str(UUID(int=number, version=4))
