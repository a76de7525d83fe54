from datetime import date

import pytest

from series.models import ArticleAuthor, ArticlePage, Author, SeriesPage, SeriesPart, Topic

pytestmark = pytest.mark.django_db


def titles(client, question, *, of="articles"):
    answer = client.get(f"/api/v2/{of}/?{question}")

    assert answer.status_code == 200, answer.json()
    return [item["title"] for item in answer.json()["items"]]


@pytest.fixture
def work(world):
    """A topic of two articles and of a series."""
    topic = Topic.objects.create(title="Work", slug="work")
    for name in ("what", "back"):
        world.parts[name].article.topics.through.objects.create(
            articlepage_id=world.parts[name].article_id, topic=topic
        )
    world.sequence.topics.through.objects.create(seriespage=world.sequence, topic=topic)
    return topic


@pytest.fixture
def mara(world):
    """Who wrote both sides of the pair, and a draft."""
    author = Author.objects.create(name="Mara Ellison", slug="mara-ellison")
    for name in ("is", "is_not", "back"):
        ArticleAuthor.objects.create(article_id=world.parts[name].article_id, author=author)
    return author


def test_articles_are_asked_for_by_the_slug_of_a_topic_or_by_its_id(client, work):
    assert titles(client, "topics=work") == ["What is burnout?"]
    assert titles(client, f"topics={work.pk}") == ["What is burnout?"]


def test_articles_are_asked_for_by_the_slug_of_their_author(client, mara):
    assert sorted(titles(client, "authors=mara-ellison")) == ["What an apology is", "What an apology is not"]


def test_articles_are_asked_for_by_the_slug_or_the_id_of_their_series(world, client):
    assert sorted(titles(client, "series=after-the-long-year")) == ["Signs", "What is burnout?"]
    assert titles(client, f"series={world.pair.pk}") == titles(client, "series=an-apology")


def test_a_comma_means_any_of_them_and_a_second_question_means_both(client, work, mara):
    assert len(titles(client, "series=after-the-long-year,an-apology")) == 4
    assert titles(client, "series=after-the-long-year&topics=work") == ["What is burnout?"]
    assert titles(client, "authors=mara-ellison&topics=work") == []


@pytest.mark.parametrize("question", ["topics=nothing", "authors=nobody", "series=nowhere", "series=" + "9" * 18])
def test_what_does_not_exist_matches_nothing(world, client, question):
    assert titles(client, question) == []


def test_a_series_that_is_a_draft_is_as_if_it_did_not_exist(world, client):
    SeriesPage.objects.filter(pk=world.sequence.pk).update(live=False)

    assert titles(client, "series=after-the-long-year") == []
    assert titles(client, f"series={world.sequence.pk}") == []


def test_series_are_asked_for_by_topic_and_by_who_wrote_a_readable_part(client, work, mara):
    assert titles(client, "topics=work", of="series") == ["After the Long Year"]
    assert titles(client, "authors=mara-ellison", of="series") == ["An apology"]


def test_a_search_may_be_narrowed_by_topic(client, work):
    assert client.get("/api/v2/articles/?search=burnout&topics=work").status_code == 200


@pytest.mark.parametrize("question", ["topics=", "authors=,", "series=%20"])
def test_an_empty_name_is_refused_in_words(world, client, question):
    answer = client.get(f"/api/v2/articles/?{question}")

    assert answer.status_code == 400
    assert "leave it out" in answer.json()["message"]


@pytest.fixture
def dated(world):
    """Three articles: one with a date of its own, which is later than the first publication of the others."""
    ArticlePage.objects.exclude(slug__in=["signs", "what-is-burnout", "alone"]).delete()
    ArticlePage.objects.filter(slug="signs").update(published_on=date(2026, 9, 1))
    ArticlePage.objects.filter(slug="alone").update(published_on=date(2020, 1, 1))


@pytest.mark.parametrize("question", ["", "order=", "order=-published_on"])
def test_the_newest_comes_first_by_the_date_that_readers_see(client, dated, question):
    assert titles(client, question) == ["Signs", "What is burnout?", "Two sisters, one phone"]


def test_another_order_may_be_asked_for(client, dated):
    assert titles(client, "order=published_on") == ["Two sisters, one phone", "What is burnout?", "Signs"]
    assert titles(client, "order=title") == ["Signs", "Two sisters, one phone", "What is burnout?"]


def test_the_newest_series_comes_first(world, client):
    newer = SeriesPage(title="Rest", slug="rest")
    world.all_series.add_child(instance=newer)
    SeriesPart.objects.create(series=newer, article=world.add_article("Resting"), sort_order=0)
    newer.save_revision().publish()

    assert titles(client, "", of="series")[0] == "Rest"


@pytest.mark.parametrize("order", ["published_on", "-published_on"])
def test_a_search_names_what_it_can_be_ordered_by(world, client, order):
    refused = client.get(f"/api/v2/articles/?search=signs&order={order}")

    assert refused.status_code == 400
    [*_, named] = refused.json()["message"].split("sort by one of ")
    assert "first_published_at" in named
    for name in named.split(", "):
        assert client.get(f"/api/v2/articles/?search=signs&order={name}").status_code == 200, name
