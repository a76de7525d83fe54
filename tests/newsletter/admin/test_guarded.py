"""Before readers leave, are proved or erased, staff show their second factor; where the site asks for it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsletter.models import AccessRecord, Subscriber
from tests.cms.admin.conftest import Phone

ERASE = {"why": "asked", "sure": "on"}


@pytest.fixture
def phone(desk, world):
    return Phone(desk, world.staff["mara"])


@pytest.fixture
def demanded(settings):
    settings.PARTWISE = {**settings.PARTWISE, "cms": {**settings.PARTWISE["cms"], "second_factor": True}}


@pytest.fixture
def ada(world):
    return world.readers["ada"].subscriber


def url(name, reader):
    return reverse(f"newsletter_readers:{name}", args=[reader.public_id])


def grow_old(client):
    session = client.session
    session["second_factor_shown_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()


def test_without_one_staff_are_led_to_set_it_up_and_back_and_nothing_has_happened(desk, phone, demanded, ada):
    answer = desk.post(url("erase", ada), ERASE)

    assert answer["Location"].startswith("/admin/second-factor/?next=%2Fadmin%2Fnewsletters%2Freaders%2F")
    assert "nothing has happened yet" in desk.get(answer["Location"]).content.decode()
    assert Subscriber.objects.filter(pk=ada.pk).exists()
    assert not AccessRecord.objects.exists()
    phone.set_up()
    desk.post(url("erase", ada), ERASE)
    assert not Subscriber.objects.filter(pk=ada.pk).exists()


@pytest.mark.parametrize("name", ["data", "proof", "erase"])
def test_it_counts_for_fifteen_minutes(desk, phone, demanded, ada, name):
    phone.set_up()
    grow_old(desk)

    assert desk.post(url(name, ada), ERASE)["Location"].startswith("/admin/second-factor/show/?next=")
    assert not AccessRecord.objects.exists()
    desk.post(reverse("second_factor_show"), {"code": phone.code})
    desk.post(url(name, ada), ERASE)
    assert AccessRecord.objects.exists()


def test_an_address_is_shown_once_it_was_shown_in_this_session(desk, phone, demanded, ada):
    assert desk.post(url("address", ada), ERASE).status_code == 302
    phone.set_up()
    grow_old(desk)

    assert "ada@example.org" in desk.post(url("address", ada), ERASE).content.decode()


def test_all_readers_leave_only_behind_it(desk, phone, demanded):
    asking = "/admin/newsletters/imports/export/"
    assert desk.get(asking)["Location"].startswith(
        "/admin/second-factor/?next=%2Fadmin%2Fnewsletters%2Fimports%2Fexport"
    )
    assert desk.post(f"{asking}take/", {"token": "x"}).status_code == 302

    phone.set_up()
    assert desk.get(asking).status_code == 200


def test_where_it_is_not_asked_for_whoever_has_set_one_up_is_asked_all_the_same(desk, phone, ada):
    assert desk.post(url("data", ada), ERASE).status_code == 200
    phone.set_up()
    grow_old(desk)

    assert desk.post(url("data", ada), ERASE).status_code == 302


def test_whoever_may_not_is_turned_away_before_any_factor(client, person, demanded, ada):
    client.force_login(person("view_subscriber"))

    assert "second-factor" not in client.post(url("data", ada))["Location"]


def test_another_session_of_the_same_person_has_shown_nothing(desk, phone, demanded, ada, world):
    phone.set_up()
    desk.logout()
    desk.force_login(world.staff["mara"])

    assert desk.post(url("data", ada))["Location"].startswith("/admin/second-factor/show/")
