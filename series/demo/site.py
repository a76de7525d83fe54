"""The demo's site: its pages above the texts, who speaks on it, authors, topics and support lines."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wagtail.models import Page, Site

from cms.models import HomePage, SiteIdentity, SupportLine
from series.demo import texts
from series.models import ArticlesPage, Author, SeriesIndexPage, Topic
from series.publish import publish

NAME = "Small Hours"
PROMISE = "Slow texts on tiredness, work, apology and friendship, for people who read at night."
DISCLAIMER = (
    "These texts are for reflection. They are not a substitute for advice from someone who knows you. "
    "The authors are made up for this demo."
)
HTTP_PORTS = {"http": 80, "https": 443}


def load_site(base_url: str) -> HomePage:
    """The front door at `base_url`, and who speaks behind it. A site that is there already keeps its pages."""
    home = HomePage.objects.first() or _new_home()
    address = urlsplit(base_url)
    given = {
        "hostname": address.hostname,
        "port": address.port or HTTP_PORTS.get(address.scheme, 80),
        "root_page": home,
        "site_name": NAME,
    }
    site, _ = Site.objects.update_or_create(is_default_site=True, defaults=given)
    care = {"name": NAME, "tagline": PROMISE, "countries": "US, CA, GB, IE, PT", "health_profile": True}
    SiteIdentity.objects.get_or_create(site=site, defaults={**care, "disclaimer": DISCLAIMER})
    return home


def load_branches(home: HomePage) -> tuple[ArticlesPage, SeriesIndexPage]:
    """Where articles and series live."""
    articles = _branch(home, ArticlesPage(title="Articles", slug="articles", intro="Everything, newest first."))
    all_series = _branch(home, SeriesIndexPage(title="Series", slug="series", intro="Texts that belong together."))
    return articles, all_series


def load_authors() -> dict[str, Author]:
    fields = ("name", "credentials", "bio", "is_fictional")
    return {
        row["slug"]: Author.objects.get_or_create(slug=row["slug"], defaults={name: row[name] for name in fields})[0]
        for row in texts.authors()
    }


def load_topics() -> dict[str, Topic]:
    return {
        row["slug"]: Topic.objects.get_or_create(
            slug=row["slug"], defaults={"title": row["name"], "description": row["description"]}
        )[0]
        for row in texts.topics()
    }


def load_support_lines() -> None:
    """Real numbers, each with an empty `checked_on`: check them before you publish."""
    for row in texts.support_lines():
        SupportLine.objects.get_or_create(country=row["country"], name=row["name"], defaults=_line(row))


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    same = ("phone", "text", "url", "hours", "audience", "source")
    return {
        **{name: row[name] for name in same},
        "languages": ", ".join(row["languages"]),
        "is_emergency": row["name"] == "Emergency services",
        "checked_on": row["checked_on"] or None,
    }


def _new_home() -> HomePage:
    root = Page.get_first_root_node()
    # A new installation brings one page that only says welcome.
    root.get_children().filter(numchild=0, slug="home", content_type__model="page").delete()
    home = root.get_first_root_node().add_child(instance=HomePage(title=NAME, slug="home", promise=PROMISE))
    publish(home)
    return home


def _branch(home: HomePage, page: Page) -> Page:
    found = type(page).objects.child_of(home).first()
    if found:
        return found
    page.show_in_menus = True
    home.add_child(instance=page)
    publish(page)
    return page
