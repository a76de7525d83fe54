"""A reader asks staff for their data, or to be forgotten."""

import pytest
from django.urls import reverse

from newsletter.models import AccessRecord, ConsentEvent, Subscriber, Suppression


@pytest.fixture
def ada(world):
    return world.readers["ada"].subscriber


def url(name, reader):
    return reverse(f"newsletter_readers:{name}", args=[reader.public_id])


def test_their_data_is_a_file_and_taking_it_is_on_record(desk, ada):
    answer = desk.post(url("data", ada), {"why": "asked by letter"})

    assert answer.json()["reader"]["email"] == "ada@example.org"
    assert "no-store" in answer["Cache-Control"]
    record = AccessRecord.objects.get()
    assert (record.action, record.reader, record.why) == ("exported", ada.public_id, "asked by letter")


def test_erasing_takes_a_reason_and_a_tick(desk, ada):
    assert "Nothing was erased." in desk.post(url("erase", ada), {"why": "asked"}, follow=True).content.decode()
    desk.post(url("erase", ada), {"why": "  ", "sure": "on"})
    assert Subscriber.objects.filter(pk=ada.pk).exists()


@pytest.mark.parametrize("name", ["address", "data", "proof", "erase"])
@pytest.mark.parametrize("why", [{}, {"why": "   "}])
def test_without_a_reason_nothing_is_shown_and_nothing_is_done(desk, ada, name, why):
    answer = desk.post(url(name, ada), {"sure": "on", "choice": "page", **why}, follow=True).content.decode()

    assert "Say in a few words why" in answer
    assert "ada@example.org" not in answer
    assert not AccessRecord.objects.exists()


def test_an_erased_reader_is_gone_and_the_erasure_is_on_record(desk, world, ada):
    page = desk.post(url("erase", ada), {"why": "asked by letter", "sure": "on", "never": "on"}, follow=True)

    assert f"Reader {ada.short_id} is erased." in page.content.decode()
    assert not Subscriber.objects.filter(pk=ada.pk).exists()
    assert Suppression.objects.filter(reason="objection").exists()
    assert AccessRecord.objects.get(action="erased").reader == ada.public_id
    assert ConsentEvent.objects.get(action="withdrawn").actor == world.staff["mara"]


@pytest.mark.parametrize("name", ["data", "erase"])
def test_each_needs_its_permission_and_the_page_offers_only_what_one_may(client, person, ada, name):
    client.force_login(person("view_subscriber"))
    assert "Their rights" not in client.get(url("reader", ada)).content.decode()
    client.post(url(name, ada), {"why": "asked", "sure": "on"})
    assert not AccessRecord.objects.exists()
    assert client.get(url(name, ada)).status_code in {302, 405}


def test_who_may_only_erase_is_offered_only_that(client, person, ada):
    client.force_login(person("view_subscriber", "delete_subscriber"))

    words = client.get(url("reader", ada)).content.decode()
    assert "Erase this reader" in words
    assert "Get it as a file" not in words
