import pytest

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
ODD = [
    "search=%00",
    "slug=%00",
    "topics=x",
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


@pytest.mark.parametrize("question", ["newsletter=x", "send_at=x", "order=html", "sender=x"])
def test_issues_refuse_what_they_cannot_be_asked(world, client, question):
    assert client.get(f"/api/v2/issues/?{question}").status_code == 400


@pytest.mark.parametrize("question", ["newsletter=99", "order=send_at", "order=-number"])
def test_issues_are_filtered_and_ordered(world, client, question):
    assert client.get(f"/api/v2/issues/?{question}").json()["items"] == []
