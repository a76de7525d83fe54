"""What is not announced is told nowhere: not its title, not its slug, not its teaser."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction

from series.models import ArticlePage, SeriesPage, SeriesPart
from series.publish import publish

SECRET = "Zanzibar"
ADDRESSES = (
    "/",
    "/articles/",
    "/series/",
    "/series/after-the-long-year/",
    "/articles/what-is-burnout/",
    "/articles/signs/",
    "/feeds/articles/",
    "/feeds/series/after-the-long-year/",
    "/sitemap.xml",
    "/topics/",
    "/authors/",
    "/topics/rest/",
    "/authors/mara-ellison/",
    "/api/v2/pages/",
    "/api/v2/pages/?search=zanzibar",
    "/api/v2/pages/?fields=*",
    "/api/v2/articles/?fields=*",
    "/api/v2/series/?fields=*",
    "/api/v2/articles/?series=after-the-long-year&fields=*",
    "/api/v2/articles/?topics=rest&order=published_on",
    "/api/v2/images/",
)


@pytest.fixture
def secret(quiet):
    """A planned part that carries the secret in every field, in a series that announces nothing."""
    from series.models import ArticleAuthor, Author, Topic

    author = Author.objects.create(name="Mara Ellison", slug="mara-ellison")
    topic = Topic.objects.create(title="Rest", slug="rest")
    page = quiet.add_article(f"{SECRET} title", live=False, teaser=f"{SECRET} teaser", words=f"{SECRET} words")
    page.cover = picture()
    page.topics = [topic]
    page.authorships.add(ArticleAuthor(author=author))
    page.save()
    signs = quiet.parts["signs"].article
    signs.topics = [topic]
    signs.authorships.add(ArticleAuthor(author=author))
    signs.save()
    words = {"short_title": SECRET, "teaser": SECRET, "subject": SECRET, "label_override": SECRET}
    SeriesPart.objects.create(series=quiet.sequence, article=page, sort_order=1, **words)
    SeriesPage.objects.filter(pk=quiet.sequence.pk).update(announce="hidden", status="complete", planned_total=None)
    return page


def picture():
    data = BytesIO()
    Pillow.new("RGB", (20, 20)).save(data, "PNG")
    return get_image_model().objects.create(title=f"{SECRET} picture", file=ImageFile(data, name="drawn.png"))


def told(client, page):
    answers = [client.get(address) for address in (*ADDRESSES, f"/api/v2/series/{page.places.get().series_id}/")]
    assert [answer.request["PATH_INFO"] for answer in answers if answer.status_code != 200] == []
    return [
        answer.request["PATH_INFO"]
        for answer in answers
        if SECRET.lower() in (answer.content.decode() + str(answer.headers)).lower()
    ]


def test_a_draft_is_told_nowhere(secret, client):
    assert told(client, secret) == []


def test_a_planned_part_is_told_nowhere_under_announce_hidden(secret, client, soon):
    publish(secret, at=soon)

    assert told(client, secret) == []


def test_a_part_that_was_taken_back_is_told_nowhere(secret, client):
    publish(secret)
    secret.refresh_from_db()
    secret.unpublish()

    assert told(client, secret) == []


def behind_a_password(page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="shibboleth")


def past_its_end(page):
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize("close", [behind_a_password, past_its_end])
def test_a_live_part_that_readers_may_not_open_is_told_nowhere(secret, client, close):
    publish(secret)
    close(secret)

    assert told(client, secret) == []


def test_its_neighbors_do_not_count_it(secret, client):
    answer = client.get(f"/api/v2/series/{secret.places.get().series_id}/").json()

    assert [(part["position"], part["label"]) for part in answer["parts"]] == [(1, "Part 1"), (2, "Part 2")]
    assert answer["of"] == 2


def test_its_own_address_and_its_number_in_the_api_answer_nothing(secret, client):
    addresses = (f"/articles/{secret.slug}/", f"/api/v2/articles/{secret.pk}/", f"/api/v2/pages/{secret.pk}/")

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_once_it_is_live_it_is_told(secret, client):
    publish(secret)

    assert len(told(client, secret)) >= 12
