import pytest
from django.utils import timezone
from wagtail.models import Locale

from cms.models import SiteIdentity, SupportLine
from series.models import ArticleAuthor, Author, SeriesPart, Topic
from series.publish import publish


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

    with django_assert_max_num_queries(21):
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
    assert [line.name for country in given["support_countries"] for line in country.lines] == ["Samaritans"]
    assert given["disclaimer"] == "For reflection."


@pytest.fixture
def abroad(quiet):
    """A hard text on a site with readers in three countries."""
    SiteIdentity.for_site(quiet.articles.get_site())
    SiteIdentity.objects.update(countries="US, GB, PT")
    for code, number in {"GB": "999", "PT": "112", "US": "911"}.items():
        SupportLine.objects.create(country=code, name="Emergency services", phone=number, is_emergency=True)
    return quiet.add_article("Hard", content_notes=["abuse"])


def test_support_lines_name_each_country_once_in_words(abroad, client):
    page = client.get(abroad.url)
    html = page.content.decode()

    assert [country.name for country in page.context["support_countries"]] == [
        "Portugal",
        "United Kingdom",
        "United States",
    ]
    assert [html.count(f"<h3>{name}</h3>") for name in ("Portugal", "United Kingdom", "United States")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("header", "first"), [("en-US,en;q=0.9", "United States"), ("de", "Portugal"), ("", "Portugal")]
)
def test_the_country_that_a_browser_names_comes_first(abroad, client, header, first):
    page = client.get(abroad.url, headers={"accept-language": header})

    assert page.context["support_countries"][0].name == first
    assert "Accept-Language" in page["Vary"]


def test_the_only_country_of_a_site_needs_no_name(quiet, client):
    SiteIdentity.for_site(quiet.articles.get_site())
    SiteIdentity.objects.update(countries="GB")
    SupportLine.objects.create(country="GB", name="Samaritans", phone="116 123")
    page = quiet.add_article("Hard", content_notes=["abuse"])

    assert "<h3>United Kingdom</h3>" not in client.get(page.url).content.decode()


def test_a_series_whose_intro_names_its_hard_subjects_says_them_once(quiet, client):
    quiet.sequence.content_notes = ["abuse"]
    note = {"kind": "content", "title": "Before you read", "body": "<p>A parent leaves.</p>"}
    quiet.sequence.intro = [("note", note)]
    quiet.sequence.save_revision().publish()
    html = client.get("/series/after-the-long-year/").content.decode()

    assert "A parent leaves." in html
    assert "These texts speak of abuse" not in html


def test_a_series_without_such_a_note_names_them_itself(quiet, client):
    quiet.sequence.content_notes = ["abuse"]
    quiet.sequence.save_revision().publish()

    assert "These texts speak of abuse." in client.get("/series/after-the-long-year/").content.decode()


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


def test_topics_and_authors_have_lists_of_those_with_something_to_read(signed, client):
    Topic.objects.create(title="Empty", slug="empty")
    Author.objects.create(name="Nobody Yet", slug="nobody-yet")

    assert [topic.title for topic in client.get("/topics/").context["topics"]] == ["Rest"]
    assert [author.name for author in client.get("/authors/").context["authors"]] == ["Mara Ellison"]


@pytest.mark.parametrize("address", ["/topics/", "/authors/", "/topics/rest/", "/authors/mara/"])
def test_a_list_names_its_own_address_without_what_was_hung_on_to_it(signed, client, address):
    page = client.get(f"{address}?utm=x").content.decode()

    assert f'<link rel="canonical" href="http://testserver{address}">' in page
    assert f'<meta property="og:url" content="http://testserver{address}">' in page


def test_an_empty_site_has_these_lists_too(quiet, client):
    assert "No text has a topic yet." in client.get("/topics/").content.decode()
    assert "No text has been signed yet." in client.get("/authors/").content.decode()


def test_machines_are_told_where_the_sitemap_is(quiet, client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in answer.content.decode().splitlines()
    assert "Disallow: /" not in answer.content.decode().splitlines()


def test_the_old_address_of_an_icon_leads_to_it(quiet, client):
    assert client.get("/favicon.ico")["Location"].endswith("icon.svg")


@pytest.mark.parametrize("address", ["/", "/articles/", "/articles/signs/", "/topics/"])
def test_every_page_names_the_feed_for_machines_and_for_people(quiet, client, address):
    page = client.get(address).content.decode()

    assert page.count('href="/feeds/articles/"') == 2
    assert client.get("/feeds/", follow=True)["Content-Type"].startswith("application/atom+xml")


def test_a_series_names_its_own_feed_first(quiet, client):
    page = client.get("/series/after-the-long-year/").content.decode()

    assert 0 < page.index("/feeds/series/after-the-long-year/") < page.index("/feeds/articles/")


def test_a_page_speaks_its_own_language_and_not_the_browsers(signed, client):
    signed.content_notes = ["suicide"]
    signed.locale = Locale.objects.get_or_create(language_code="de")[0]
    signed.save()

    german = client.get(signed.url, headers={"Accept-Language": "fr"}).content.decode()
    english = client.get("/articles/what-is-burnout/", headers={"Accept-Language": "de"}).content.decode()

    for words in ("In diesem Text geht es um Suizid.", "Bevor Sie lesen", "Teil 2 von 3", "1 Minute", "Mehr zu"):
        assert words in german
    assert [words for words in ("Before you read", "Part 2", "About this series", "More on") if words in german] == []
    assert "About this series" in english
    assert "Teil 2" not in english


def headed(world, *titles):
    blocks = [{"type": "heading", "value": {"text": title}} for title in titles]
    return world.add_article("Headed", blocks=[*blocks, {"type": "text", "value": {"body": "<p>Rest a while.</p>"}}])


def test_a_long_text_opens_with_its_contents_and_a_short_one_does_not(quiet, client):
    long, short = headed(quiet, "One", "Two", "Main", "Four"), quiet.parts["signs"].article
    found = client.get(long.url).content.decode()

    assert '<a href="#main-2">Main</a>' in found
    assert found.count('id="main"') == 1
    assert 'class="contents"' not in client.get(short.url).content.decode()


def test_a_heading_that_readers_know_keeps_the_end_of_its_link(quiet, client):
    page = headed(quiet, "Signs of it")
    for words in ("Signs you know", "Signs of all"):
        draft = page.get_latest_revision_as_object()
        draft.body[0].value["text"] = words
        draft.save_revision()
        publish(draft)

    assert f'id="signs-of-it">{words}' in client.get(page.url).content.decode()
