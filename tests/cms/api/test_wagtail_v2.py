import pytest

pytestmark = pytest.mark.django_db


def test_the_first_page_names_every_listing_with_its_whole_address(client):
    listings = client.get("/api/v2/").json()

    assert {"articles", "series", "newsletters", "issues"} <= set(listings)
    assert listings["articles"] == "http://testserver/api/v2/articles/"


def test_an_address_that_leads_nowhere_is_answered_in_json(client):
    answer = client.get("/api/v2/nope/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert "http://testserver/api/v2/" in answer.json()["message"]


def test_an_address_without_its_slash_is_still_led_to_its_listing(client):
    answer = client.get("/api/v2/articles")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v2/articles/")


def test_whoever_holds_an_answer_is_told_that_it_still_holds(world, client):
    first = client.get("/api/v2/articles/")
    again = client.get("/api/v2/articles/", headers={"if-none-match": first["ETag"], "origin": "https://a.example"})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_what_was_taken_back_is_told_at_once(world, client):
    page = world.parts["signs"].article
    first = client.get(f"/api/v2/articles/{page.pk}/")
    page.unpublish()
    again = client.get(f"/api/v2/articles/{page.pk}/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 404
    assert {"public", "no-cache"} == set(first["Cache-Control"].split(", "))


def test_a_changed_article_has_another_tag(world, client):
    page = world.parts["signs"].article
    first = client.get(f"/api/v2/articles/{page.pk}/")
    page.title = "Signs, again"
    page.save_revision().publish()

    answer = client.get(f"/api/v2/articles/{page.pk}/", headers={"if-none-match": first["ETag"]})

    assert (answer.status_code, answer.json()["title"]) == (200, "Signs, again")
