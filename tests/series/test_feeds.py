import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from series.models import ArticleAuthor, Author


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def author(world):
    return Author.objects.create(name="Mara Ellison", slug="mara-ellison")


def test_an_entry_names_who_wrote_it(world, client, author):
    ArticleAuthor.objects.create(article=world.parts["signs"].article, author=author)

    assert "<name>Mara Ellison</name>" in client.get("/feeds/articles/").content.decode()


def test_a_long_feed_asks_the_database_no_more_often_than_a_short_one(world, client, author):
    queries(client, "/feeds/articles/")
    short = queries(client, "/feeds/articles/")
    for number in range(4):
        page = world.add_article(f"One more, number {number}")
        ArticleAuthor.objects.create(article=page, author=author)

    assert queries(client, "/feeds/articles/") <= short
