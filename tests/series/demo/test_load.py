import pytest
from wagtail.models import Page

from cms.core.findings import Level
from series.demo.load import load_demo
from series.models import ArticlePage, SeriesPage
from series.models.publishing import findings_of
from tests.demo_site import loaded


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """The demo on a new installation, as one finds it after migrate; drawn once for all tests of this file."""
    with django_db_blocker.unblock(), loaded():
        yield


@pytest.fixture
def demo(_loaded, db):
    return SeriesPage.objects.get(slug="after-the-long-year")


def test_loads_every_text_and_leaves_part_three_announced(demo, client):
    page = client.get(demo.url)
    states = [part.state for part in page.context["parts"]]

    assert ArticlePage.objects.count() == 11
    assert ArticlePage.objects.live().count() == 10
    assert states == ["live", "live", "announced"]
    assert [part.words for part in page.context["parts"]] == ["Part 1 of 3", "Part 2 of 3", "Part 3 of 3"]


def test_can_be_loaded_again_without_harm(demo):
    before = list(Page.objects.values_list("pk", "latest_revision"))

    load_demo()

    assert list(Page.objects.values_list("pk", "latest_revision")) == before


def test_has_no_stop_and_no_open_ask(demo):
    found = [(article.slug, finding) for article in ArticlePage.objects.all() for finding in findings_of(article)]

    assert [(slug, finding.words) for slug, finding in found if finding.level is not Level.HINT] == []


def test_every_page_of_the_demo_can_be_read_and_tells_its_place(demo, client):
    for page in [*ArticlePage.objects.live(), *SeriesPage.objects.live()]:
        assert client.get(page.url).status_code == 200, page.url


def test_the_api_shows_the_pictures_of_public_pages_and_no_other(demo, client):
    names = {item["title"] for item in client.get("/api/v2/images/?limit=50").json()["items"]}

    assert "Hills at evening" in names
    assert "Stones in water" not in names  # it belongs to the part that is still to come
