import pytest
from django.utils import timezone

from cms.models import SiteIdentity, SupportLine
from series.models import ArticleAuthor, Author, SeriesPart, Topic


@pytest.fixture
def signed(quiet):
    """Signs, with an author and a topic."""
    page = quiet.parts["signs"].article
    author = Author.objects.create(name="Mara Ellison", slug="mara", credentials="MSc")
    page.topics = [Topic.objects.create(title="Rest", slug="rest")]
    page.authorships.add(ArticleAuthor(author=author))
    page.save()
    return page


def test_an_article_page_is_given_what_its_template_shows(signed, client):
    given = client.get(signed.url).context

    assert ([author.name for author in given["authors"]], given["minutes"]) == (["Mara Ellison"], 1)
    assert [place.words for place in given["places"]] == ["Part 2 of 3"]
    assert [topic.title for topic in given["topics"]] == ["Rest"]
    assert given["json_ld"]["position"] == 2


def test_the_queries_of_an_article_page_do_not_grow_with_its_series(quiet, client, django_assert_max_num_queries):
    for number in range(20):
        page = quiet.add_article(f"Number {number}")
        SeriesPart.objects.create(series=quiet.sequence, article=page, sort_order=10 + number)
    client.get("/articles/signs/")

    with django_assert_max_num_queries(26):
        client.get("/articles/signs/")


def test_the_queries_of_a_series_page_do_not_grow_with_its_parts(quiet, client, django_assert_max_num_queries):
    for number in range(20):
        page = quiet.add_article(f"Number {number}")
        SeriesPart.objects.create(series=quiet.sequence, article=page, sort_order=10 + number)
    client.get("/series/after-the-long-year/")

    with django_assert_max_num_queries(20):
        client.get("/series/after-the-long-year/")


def test_lists_name_the_place_of_each_article(signed, client):
    articles = client.get("/articles/").context["articles"].object_list
    kickers = {article.title: article.kicker for article in articles}

    assert kickers["Signs"] == "After the Long Year, Part 2 of 3"
    assert kickers["What an apology is"] == "An apology, IS"
    assert kickers["Two sisters, one phone"] == ""


def test_an_article_without_a_series_is_named_by_its_first_topic(quiet, client):
    page = quiet.add_article("Alone with a topic")
    page.topics = [Topic.objects.create(title="Work", slug="work")]
    page.save()

    assert page.kicker == "Work"


def test_a_topic_and_an_author_have_pages_with_what_is_live(signed, client):
    topic, author = client.get("/topics/rest/").context, client.get("/authors/mara/").context

    assert [article.title for article in topic["articles"]] == ["Signs"]
    assert [article.title for article in author["articles"]] == ["Signs"]
    assert [series.title for series in author["all_series"]] == ["After the Long Year"]


@pytest.mark.parametrize("address", ["/topics/none/", "/authors/nobody/", "/feeds/series/none/"])
def test_what_is_not_there_is_not_found(quiet, client, address):
    assert client.get(address).status_code == 404


def test_hard_subjects_are_named_first_and_support_stands_at_the_end(quiet, client):
    SiteIdentity.for_site(quiet.articles.get_site())
    SiteIdentity.objects.update(countries="GB", disclaimer="For reflection.")
    SupportLine.objects.create(country="GB", name="Samaritans", phone="116 123")
    page = quiet.add_article("Hard", content_notes=["abuse", "violence"])

    given = client.get(page.url).context

    assert given["content_note"] == "This text speaks of abuse and violence."
    assert [line.name for line in given["support_lines"]] == ["Samaritans"]
    assert given["disclaimer"] == "For reflection."


def test_an_authors_own_sentence_stands_instead_of_the_list(quiet):
    page = quiet.add_article("Hard", content_notes=["abuse"], content_note_text="A parent leaves.")

    assert page.content_note == "A parent leaves."


def test_the_date_shown_is_the_authors_or_that_of_the_first_publication(quiet):
    first = timezone.now()
    page = quiet.add_article("Dated")
    page.first_published_at, page.published_on = first, None

    assert page.published_on_shown == first.date()


def test_feeds_list_what_anyone_may_read_and_nothing_else(signed, client):
    articles = client.get("/feeds/articles/").content.decode()
    series = client.get("/feeds/series/after-the-long-year/").content.decode()

    assert "<title>Signs</title>" in articles
    assert "<name>Mara Ellison</name>" in articles
    assert ("Signs" in series, "Two sisters" in series, "Coming back slowly" in series) == (True, False, False)


def test_the_sitemap_names_topics_and_authors_only_where_something_is_public(signed, client):
    Topic.objects.create(title="Empty", slug="empty")

    found = client.get("/sitemap.xml").content.decode()

    assert "http://testserver/topics/rest/" in found
    assert "http://testserver/authors/mara/" in found
    assert "/topics/empty/" not in found
