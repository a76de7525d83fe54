"""Tokens are not guessed: after 120 wrong ones a network waits for an hour, and whoever holds a right one does not."""

from datetime import timedelta

import pytest
from django.test import Client

from cms.clock import Now
from newsletter.conf import link_keys, token_keys
from newsletter.core.mailed_links import LinkPurpose, link_token
from newsletter.core.tokens import unsubscribe_token
from newsletter.management.commands.run_scheduler import tick
from newsletter.models import MailedLink, Subscription, WrongTokens
from newsletter.models.wrong_tokens import MOST_AN_HOUR

WRONG = "A" * 25
DOORS = [f"/c/{WRONG}", f"/m/{WRONG}/", f"/m/{WRONG}/data.json", f"/a/{WRONG}", f"/u/{WRONG}", f"/p/{WRONG}/"]


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, headers={"user-agent": "a mail program"})


@pytest.fixture
def tired(cast, reader):
    """The network of the test client has tried as many as it may."""
    reader.get(DOORS[0])
    WrongTokens.objects.update(count=MOST_AN_HOUR)
    return reader


def leave_url(row: Subscription) -> str:
    return f"/u/{unsubscribe_token(token_keys(), subscription=row.public_id.bytes)}"


@pytest.mark.parametrize("door", [*DOORS, f"/letters/{WRONG}/"])
def test_a_wrong_token_is_answered_kindly_and_counted(cast, reader, door):
    answer = reader.get(door)

    assert answer.status_code == 404
    assert "Retry-After" not in answer
    assert WrongTokens.objects.get().count == 1


def test_no_address_of_a_caller_is_kept(cast, reader):
    reader.get(DOORS[0], REMOTE_ADDR="203.0.113.7")

    assert len(WrongTokens.objects.get().network) == 64
    assert "203" not in str(WrongTokens.objects.get())


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_after_many_from_one_network_the_next_waits(tired, door, method):
    answer = getattr(tired, method)(door)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")


def test_the_page_says_that_a_whole_link_works(tired):
    page = tired.get(DOORS[4]).content.decode()

    assert "A whole link works all the time." in page
    assert '<html lang="en"' in page


def test_it_says_so_in_the_language_of_the_browser(tired):
    page = tired.get(DOORS[4], headers={"accept-language": "fr"}).content.decode()

    assert '<html lang="fr"' in page
    assert "Un lien entier fonctionne" in page


def test_nobody_is_kept_from_leaving(cast, tired):
    for _ in range(3):
        tired.get(DOORS[4])
    answer = tired.post(leave_url(cast.readers["ada"]), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Subscription.objects.get(pk=cast.readers["ada"].pk).state == "ended"


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_whoever_holds_a_right_link_is_let_in(cast, tired, purpose):
    facts = {"newsletters": [cast.newsletter.pk], "email": "ada@new.example"}
    ada = cast.readers["ada"].subscriber
    link = MailedLink.objects.make(ada, purpose=purpose, newsletter=cast.newsletter, facts=facts)
    token = link_token(link.public_id.bytes, key=link_keys().known[link.key_id])
    path = {LinkPurpose.CONFIRM: "c", LinkPurpose.MANAGE: "m", LinkPurpose.ADDRESS: "a"}[purpose]

    assert tired.get(f"/{path}/{token}").status_code == 200
    assert WrongTokens.objects.get().count == MOST_AN_HOUR


def test_another_network_starts_at_nothing(tired):
    assert tired.get(DOORS[0], REMOTE_ADDR="198.51.100.1").status_code == 404
    assert tired.get(DOORS[0], REMOTE_ADDR="127.0.0.200").status_code == 429


def test_what_a_stranger_writes_about_their_address_is_not_believed(tired):
    assert tired.get(DOORS[0], headers={"x-forwarded-for": "198.51.100.1"}).status_code == 429


def test_an_hour_later_the_network_begins_anew(tired):
    WrongTokens.objects.update(since=Now() - timedelta(minutes=61))

    assert tired.get(DOORS[0]).status_code == 404
    assert WrongTokens.objects.get().count == 1


def test_the_scheduler_forgets_what_is_an_hour_old(tired):
    tired.get(DOORS[0], REMOTE_ADDR="198.51.100.1")
    WrongTokens.objects.filter(count__gt=1).update(since=Now() - timedelta(minutes=61))
    tick()

    assert [row.count for row in WrongTokens.objects.all()] == [1]
