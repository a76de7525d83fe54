"""A crowd signs up: browsers work, or people wait; nobody solves a puzzle, and every address hears the same."""

import re
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from cms.clock import database_now
from newsletter.core.crowd import LEAST, MOST_WHO_WAIT, Way, is_done
from newsletter.models import Newsletter, SignUpHour, SignUpRequest
from newsletter.sign_up import is_crowded
from newsletter.views import crowd, join_form

JOIN = "/newsletters/slow-letters/join/"


@pytest.fixture
def rush(db):
    """A function: so many sign-ups in this hour, as strangers' programs make them."""

    def come(many, *, waited=False):
        SignUpHour.objects.note(Way.NONE, at=database_now())
        more = {"count": F("count") + many - 1, "waited": F("waited") + many * int(waited)}
        SignUpHour.objects.filter(pk=SignUpHour.objects.latest("begins_at").pk).update(**more)

    return come


@pytest.fixture
def post(client, cast):
    def posted(**fields):
        given = {"email": "new@example.com", "newsletters": [cast.newsletter.pk], "started": join_form.once_more()}
        return client.post(JOIN, given | fields)

    return posted


def hidden(answer):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode()))


def worked(answer):
    task = re.search(r'data-task="([^"]+)"', answer.content.decode())[1]
    return next(str(number) for number in count() if is_done(task, str(number)))


def later(monkeypatch, seconds):
    now = time.time() + seconds
    monkeypatch.setattr(crowd, "time", SimpleNamespace(time=lambda: now))


def test_as_long_as_there_is_no_crowd_nobody_works(post, rush):
    rush(LEAST - 1)

    assert post().status_code == 202
    assert SignUpRequest.objects.latest("pk").way == ""


def test_in_a_crowd_the_page_asks_for_work_and_takes_it(post, rush):
    rush(LEAST + 1)
    page = post(first_name="Nia")
    assert page.status_code == 200
    assert "nothing for you to solve" in page.content.decode()
    assert not SignUpRequest.objects.filter(email="new@example.com").exists()

    given = hidden(page) | {"work": worked(page)}
    assert (given["email"], given["first_name"]) == ("new@example.com", "Nia")
    assert post(**given).status_code == 202
    assert SignUpRequest.objects.get(email="new@example.com").way == "worked"


def test_work_is_done_anew_for_every_address_and_on_a_page_of_ours(post, rush):
    rush(LEAST + 1)
    page = post()
    given = hidden(page) | {"work": worked(page)}

    assert "data-task" in post(**given | {"email": "another@example.com"}).content.decode()
    assert "data-task" in post(**given | {"ticket": "forged"}).content.decode()
    assert "data-task" in post(**given | {"work": "1" if given["work"] != "1" else "2"}).content.decode()


def test_without_script_one_waits_two_minutes_and_the_ticket_does_not_begin_anew(post, rush, monkeypatch):
    rush(LEAST + 1)
    page = post()
    assert "wait 120 seconds" in page.content.decode()
    later(monkeypatch, 60)
    again = post(**hidden(page))
    assert "wait 60 seconds" in again.content.decode()

    later(monkeypatch, 121)
    assert post(**hidden(again)).status_code == 202
    assert SignUpRequest.objects.get(email="new@example.com").way == "waited"


def test_waiting_is_for_people_so_not_more_than_fifty_come_in_by_it_in_an_hour(post, rush, monkeypatch):
    rush(LEAST + 1)
    page = post()
    later(monkeypatch, 121)
    rush(MOST_WHO_WAIT + 1, waited=True)

    refused = post(**hidden(page))
    assert refused.status_code == 429
    assert "in an hour" in refused.content.decode()
    assert post(**hidden(page) | {"work": worked(page)}).status_code == 202


def test_every_address_is_answered_alike_in_a_crowd(post, rush):
    rush(LEAST + 1)

    def answer(name):
        page = post(email=f"{name}@example.org")
        words = re.sub(r'(value|data-task)="[^"]*"', "", page.content.decode()).replace(f"{name}@example.org", "")
        return page.status_code, words

    assert len({answer(name) for name in ("unknown", "ada", "bram", "dina")}) == 1


def test_a_busy_week_makes_a_busy_hour_no_crowd(rush, db):
    rush(LEAST + 10)
    assert is_crowded(database_now())

    SignUpHour.objects.create(begins_at=database_now() - timedelta(days=3), count=168 * 60)
    assert not is_crowded(database_now())


def test_of_the_hour_before_as_much_counts_as_lies_within_sixty_minutes(db):
    noon = datetime(2026, 6, 3, 12, tzinfo=UTC)
    for _ in range(40):
        SignUpHour.objects.note(Way.NONE, at=noon - timedelta(minutes=1))
    SignUpHour.objects.note(Way.WAITED, at=noon)

    assert SignUpHour.objects.of_last_hour(at=noon + timedelta(minutes=15)) == (31.0, 1.0)
    assert SignUpHour.objects.of_last_hour(at=noon + timedelta(hours=3)) == (0, 0)


def test_hours_are_counted_and_go_after_a_week(post, db):
    post()
    post(email="more@example.com")
    assert [hour.count for hour in SignUpHour.objects.all()] == [2]

    SignUpHour.objects.update(begins_at=database_now().replace(year=2020))
    SignUpHour.objects.forget()
    assert not SignUpHour.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("de", "rechnet"), ("es", "cálculo"), ("fr", "petit calcul")])
def test_it_is_said_in_the_language_of_the_newsletter(post, rush, language, words):
    Newsletter.objects.update(language=language)
    rush(LEAST + 1)

    with translation.override("en"):
        assert words in post().content.decode()


def test_staff_are_told(client, world, rush):
    client.force_login(world.staff["mara"])
    readers = reverse("newsletter_readers:list")
    assert "signing up just now" not in client.get(readers).content.decode()

    rush(LEAST + 1)
    assert "signing up just now" in client.get(readers).content.decode()
