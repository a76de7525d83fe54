"""A form or a link with an old or a wrong name is no dead end."""

import re

import pytest

from newsletter.models import Newsletter, SignUpRequest

JOIN = "/newsletters/slow-letters/join/"
EMBEDDED = {"email": "new@example.com", "via": "https://blog.example.com/about"}


@pytest.fixture
def more(cast):
    return Newsletter.objects.create(name="Long Walks", slug="long-walks", from_name="M", from_email="m@example.org")


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))


@pytest.mark.parametrize("path", ["/newsletters/slow-leters/join/", "/courses/slow-leters/join/"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_an_address_that_names_nothing_says_so_kindly_and_leads_on(client, cast, path, verb):
    answer = getattr(client, verb)(path, EMBEDDED)

    assert answer.status_code == 404
    words = answer.content.decode()
    assert "These letters are not here" in words
    assert "please tell its owner" in words
    assert f'<a href="{JOIN}">Slow Letters</a>' in words
    assert not SignUpRequest.objects.exists()


def test_it_speaks_the_readers_language(client, cast):
    words = client.post("/newsletters/slow-leters/join/", EMBEDDED, headers={"accept-language": "de"}).content.decode()

    assert '<html lang="de"' in words
    assert "Diese Briefe gibt es hier nicht" in words


def test_a_closed_newsletter_is_named_with_the_way_to_its_archive(client, cast, more):
    Newsletter.objects.filter(pk=cast.newsletter.pk).update(takes_readers=False)
    answer = client.post(JOIN, EMBEDDED | {"newsletters": cast.newsletter.pk})

    assert answer.status_code == 404
    words = answer.content.decode()
    assert "Slow Letters takes no new readers now" in words
    assert '<a href="/newsletters/slow-letters/">' in words
    assert "Long Walks" in words


def test_a_closed_newsletter_without_an_archive_is_not_told_from_one_that_is_not_there(client, cast):
    Newsletter.objects.update(takes_readers=False, archive_is_public=False)
    there, not_there = (client.get(f"/newsletters/{slug}/join/") for slug in ("slow-letters", "slow-leters"))

    assert there.status_code == not_there.status_code == 404
    assert there.content == not_there.content
    assert "Slow Letters" not in there.content.decode()


@pytest.mark.parametrize("number", ["9999", "seven", "-1"])
def test_a_wrong_number_shows_what_there_is_and_keeps_the_address(client, cast, number):
    answer = client.post(JOIN, EMBEDDED | {"newsletters": number})

    assert answer.status_code == 422
    words = answer.content.decode()
    assert "What the form asked for is not here" in words
    assert 'value="new@example.com"' in words
    assert hidden(answer)["newsletters"] == str(cast.newsletter.pk)
    assert hidden(answer)["via"] == EMBEDDED["via"]


def test_the_number_of_a_closed_newsletter_shows_what_else_there_is(client, cast, more):
    Newsletter.objects.filter(pk=cast.newsletter.pk).update(takes_readers=False)
    answer = client.post("/join/", EMBEDDED | {"newsletters": cast.newsletter.pk})

    assert answer.status_code == 422
    assert "Long Walks" in answer.content.decode()


def test_a_form_that_forgot_the_number_means_what_its_address_names(client, cast, more):
    asked = client.post(JOIN, EMBEDDED)

    assert asked.status_code == 200
    assert "Yes, send me the letters" in asked.content.decode()
    assert client.post(JOIN, hidden(asked)).status_code == 202
    assert SignUpRequest.objects.get().newsletters == [cast.newsletter.pk]


def test_our_own_form_with_nothing_ticked_still_asks_to_choose(client, cast, more):
    answer = client.post(JOIN, EMBEDDED | {"started": "x"})

    assert answer.status_code == 422
    assert "Please choose at least one." in answer.content.decode()
