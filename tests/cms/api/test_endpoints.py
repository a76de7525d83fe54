import pytest

from cms.api.wagtail_v2 import router
from cms.blocks.schema import SCHEMA_VERSION

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
ODD = [
    "search=%00",
    "slug=%00",
    "topics=",
    "first_published_at=x",
    "order=--title",
    f"id={HUGE}",
    f"offset={HUGE}",
    "search=a&search_operator=x",
]


@pytest.mark.parametrize("question", ODD)
@pytest.mark.parametrize("endpoint", ["articles", "series", "pages"])
def test_an_odd_question_is_answered_with_a_reason(world, client, endpoint, question):
    answer = client.get(f"/api/v2/{endpoint}/?{question}")

    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize("question", ["body=a", "order=body", "content_notes=work", "order=topics"])
def test_articles_are_not_sorted_or_sifted_by_what_holds_more_than_one_value(world, client, question):
    assert client.get(f"/api/v2/articles/?{question}").status_code == 400


@pytest.mark.parametrize("question", ["parts={hidden}", "order=parts"])
def test_nobody_asks_which_hidden_part_a_series_holds(world, client, question):
    hidden = world.parts["back"].pk

    assert client.get(f"/api/v2/series/?{question.format(hidden=hidden)}").status_code == 400


@pytest.mark.parametrize("endpoint", ["articles", "series", "pages", "images", "newsletters", "issues"])
def test_an_id_that_no_database_holds_is_not_found(world, client, endpoint):
    answer = client.get(f"/api/v2/{endpoint}/{HUGE}/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


@pytest.mark.parametrize("lookup", ["id=abc", f"id={HUGE}"])
def test_looking_up_something_that_is_no_id_is_refused(world, client, lookup):
    assert client.get(f"/api/v2/articles/find/?{lookup}").status_code in {400, 404}


@pytest.mark.parametrize("endpoint", ["newsletters", "issues"])
def test_a_listing_that_cannot_be_searched_says_so(world, client, endpoint):
    answer = client.get(f"/api/v2/{endpoint}/?search=tired")

    assert answer.json() == {"message": "this listing cannot be searched"}


@pytest.mark.parametrize("question", ["newsletter=", "send_at=x", "order=html", "sender=x"])
def test_issues_refuse_what_they_cannot_be_asked(world, client, question):
    assert client.get(f"/api/v2/issues/?{question}").status_code == 400


@pytest.mark.parametrize("question", ["newsletter=99", "newsletter=slow-letters", "order=send_at", "order=-number"])
def test_issues_are_filtered_and_ordered(world, client, question):
    assert client.get(f"/api/v2/issues/?{question}").json()["items"] == []


@pytest.mark.parametrize("question", ["html_path=/articles/signs/", "id={pk}", "html_path=articles/signs"])
@pytest.mark.parametrize("endpoint", ["articles", "pages"])
def test_finding_a_page_leads_to_its_own_answer(world, client, endpoint, question):
    pk = world.parts["signs"].article_id
    answer = client.get(f"/api/v2/{endpoint}/find/?{question.format(pk=pk)}")

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, detail(endpoint, pk))
    assert client.get(answer["Location"]).json()["title"] == "Signs"


def test_finding_a_series_a_newsletter_and_a_front_door_leads_there_too(world, client):
    found = {
        "series": world.sequence.pk,
        "newsletters": world.newsletter.pk,
        "pages": world.articles.get_parent().pk,
    }
    for endpoint, pk in found.items():
        answer = client.get(f"/api/v2/{endpoint}/find/?id={pk}")

        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, detail(endpoint, pk))


def test_what_was_asked_beside_the_address_is_kept_when_a_page_is_found(world, client):
    answer = client.get("/api/v2/articles/find/?html_path=/articles/signs/&fields=_,title")

    assert client.get(answer["Location"]).json() == {"schema_version": SCHEMA_VERSION, "title": "Signs"}


@pytest.mark.parametrize(
    "question", ["", "id=999", "html_path=/nowhere/", "html_path=/articles/coming-back-slowly/", "html_path=%00"]
)
def test_what_cannot_be_found_or_may_not_be_read_is_not_found(world, client, question):
    answer = client.get(f"/api/v2/articles/find/?{question}")

    assert answer.status_code in {400, 404}
    assert answer.json()["message"]


@pytest.mark.parametrize("format_", ["xml", "api", "html"])
def test_another_format_than_json_is_refused_in_words(client, format_):
    answer = client.get(f"/api/v2/articles/?format={format_}")

    assert (answer.status_code, answer.json()) == (400, {"message": "format must be json, or left out"})


@pytest.mark.parametrize("endpoint", ["articles", "pages", "images"])
@pytest.mark.parametrize("words", ['"', " ", 'walk "', '"long year"', "100% \"'"])
def test_a_search_may_hold_quotation_marks(world, client, endpoint, words):
    assert client.get(f"/api/v2/{endpoint}/", {"search": words}).status_code == 200


def test_every_refusal_has_the_same_shape(world, client):
    refusals = [
        client.post("/api/v2/articles/"),
        client.get("/api/v2/articles/", headers={"accept": "application/xml"}),
        client.get(f"/api/v2/articles/{world.parts['signs'].article_id}/?search=x"),
    ]

    assert [answer.status_code for answer in refusals] == [405, 406, 404]
    assert all(list(answer.json()) == ["message"] and answer.json()["message"] for answer in refusals)


def test_a_browser_gets_the_same_answer_as_everybody(world, client):
    client.force_login(world.staff["mara"])
    answer = client.get("/api/v2/articles/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert answer["Content-Type"] == "application/json"
    assert "Cookie" not in answer["Vary"]


def detail(endpoint, pk):
    return f"http://testserver/api/v2/{endpoint}/{pk}/"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("articles/?id=1,2", "id must be one whole number, like 7; “1,2” is not"),
        ("articles/?id=", "id must be one whole number, like 7; “” is not"),
        ("articles/?show_in_menus=yes", "show_in_menus must be true or false; “yes” is not"),
        ("articles/?published_on=2026-13-01", "published_on must be a day that exists, like 2026-06-03"),
        ("pages/?first_published_at=2026-06-03T07:00:00", "first_published_at must be a moment with its zone"),
        ("articles/?limit=101", "limit must be a whole number from 0 to 100; “101” is not"),
        ("articles/?limit=-1", "limit must be a whole number from 0 to 100"),
        ("articles/?offset=ten", "offset must be a whole number, 0 or more; “ten” is not"),
        ("pages/?child_of=home", "child_of must be the id of one page, like 7, or root; “home” is not"),
        ("pages/?descendant_of=1,2", "descendant_of must be the id of one page"),
        ("pages/?locale=xx", "locale must be one of en; “xx” is not"),
        ("series/?status=done", "status must be one of ongoing, complete; “done” is not"),
        ("newsletters/?zone=Mars/Base", "zone must be one of its known values; “Mars/Base” is not"),
        ("issues/?number=one", "number must be one whole number, like 7; “one” is not"),
        ("images/?width=wide", "width must be one whole number, like 7; “wide” is not"),
        ("pages/?site=nowhere.example", "site must be the host of a site here, like example.org"),
        ("articles/?colour=red", "colour is nothing that this listing can be asked; check its spelling"),
        ("articles/?id=1&id=2", "id stands 2 times in the address; give it once"),
        ("newsletters/?order=from_email", "order cannot be “from_email”; sort by one of description, id, language"),
        ("articles/find/?id=1,2", "id must be one whole number, like 7; “1,2” is not"),
    ],
)
def test_a_value_that_cannot_be_answered_is_refused_with_what_would_do(world, client, question, words):
    answer = client.get(f"/api/v2/{question}")

    assert answer.status_code == 400
    assert answer.json()["message"].startswith(words)


def test_every_filter_of_every_listing_answers_an_odd_value_in_words(world, client):
    listings = client.get("/api/v2/").json()
    for name, view in router._endpoints.items():
        for field in {*view.get_available_fields(view.model, db_fields_only=True), *view.known_query_parameters}:
            for odd in ("1,2", "", "%27", "é", "-1", "2026-02-30", "true;", "9" * 19, "[]", "%F0%9F%8D%B5"):
                answer = client.get(f"{listings[name]}?{field}={odd}")
                assert answer.status_code in {200, 400}, (name, field, odd)
                assert answer.status_code == 200 or answer.json()["message"]


@pytest.mark.parametrize(
    "question",
    [
        "articles/?id={pk}",
        "articles/?show_in_menus=false",
        "articles/?first_published_at=2026-06-03T07:00:00Z",
        "articles/?published_on=2026-06-03",
        "pages/?child_of=root",
        "pages/?locale=en",
        "series/?status=ongoing",
        "articles/?order=-title,id",
        "articles/?order=random",
        "articles/?limit=0",
        "images/?tags=a,b",
    ],
)
def test_a_value_that_fits_is_answered(world, client, question):
    assert client.get(f"/api/v2/{question.format(pk=world.parts['signs'].article_id)}").status_code == 200
