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
