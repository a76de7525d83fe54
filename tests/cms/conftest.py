"""A letter to write into, and pages to lead to."""

import pytest
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.core.letter import LetterContext
from cms.theme import site_theme

BASE = "https://site.example.org/reading/"


@pytest.fixture
def letter():
    return LetterContext(theme=site_theme(), base_url=BASE)


@pytest.fixture
def add_page(db):
    """A function that adds a page below a site's home."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    home = root.add_child(title="Home", slug="reading-home")
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "site.example.org", "port": 443, "root_page": home}
    )

    def add(slug, *, live=True, private=False):
        page = home.add_child(title=slug.title(), slug=slug, live=live)
        if private:
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        return page

    return add
