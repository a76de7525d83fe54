import pytest
from django.urls import reverse

from newsletter.models import AccessRecord

LIST = "newsletter_readers:list"


@pytest.fixture
def ada(world):
    return world.readers["ada"].subscriber


def test_the_list_masks_every_address(desk, ada):
    page = desk.get(reverse(LIST)).content.decode()

    assert ada.short_id in page
    assert "a***@e***.org" in page
    assert "ada@example.org" not in page


@pytest.mark.parametrize("asked", ["ada", "ada@exam", "zzzz", "' OR 1=1", "f" * 40, ""])
def test_readers_are_not_found_by_a_piece_of_their_address(desk, ada, asked):
    answer = desk.post(reverse("newsletter_readers:find"), {"asked": asked})

    assert answer.url == reverse(LIST)
    assert not AccessRecord.objects.exists()


def test_a_reader_is_found_by_the_whole_address_which_stands_in_no_url_and_on_record(desk, ada):
    answer = desk.post(reverse("newsletter_readers:find"), {"asked": "Ada@Example.org"})

    assert answer.url == reverse("newsletter_readers:reader", args=[ada.public_id])
    assert AccessRecord.objects.get().action == "looked_up"


def test_a_reader_is_found_by_the_beginning_of_their_number(desk, ada):
    answer = desk.post(reverse("newsletter_readers:find"), {"asked": ada.short_id})

    assert answer.url == reverse("newsletter_readers:reader", args=[ada.public_id])


def test_the_page_of_a_reader_shows_the_mask_until_the_address_is_asked_for(desk, ada):
    page = desk.get(reverse("newsletter_readers:reader", args=[ada.public_id])).content.decode()

    assert "ada@example.org" not in page
    assert "a***@e***.org" in page
    assert not AccessRecord.objects.exists()


def test_looking_at_an_address_leaves_a_record_without_the_address(desk, ada):
    answer = desk.post(reverse("newsletter_readers:address", args=[ada.public_id]), {"why": "She called."})

    record = AccessRecord.objects.get()
    assert "ada@example.org" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert (record.action, record.reader, record.why) == ("saw", ada.public_id, "She called.")
    assert "ada@" not in str(vars(record))
    assert desk.get(reverse("newsletter_readers:address", args=[ada.public_id])).status_code == 405


def test_who_may_not_see_addresses_sees_the_mask(client, person, ada):
    client.force_login(person("view_subscriber"))
    page = client.get(reverse("newsletter_readers:reader", args=[ada.public_id])).content.decode()

    assert "Show the address" not in page
    assert client.post(reverse("newsletter_readers:address", args=[ada.public_id])).status_code == 302
    assert not AccessRecord.objects.exists()


def test_consent_is_shown_as_it_was_recorded(desk, ada):
    page = desk.get(reverse("newsletter_readers:reader", args=[ada.public_id])).content.decode()

    assert "Send me letters." in page


def test_without_permission_there_are_no_readers(client, person, ada):
    client.force_login(person())

    assert client.get(reverse(LIST)).status_code == 302
    assert client.get(reverse("newsletter_readers:reader", args=[ada.public_id])).status_code == 302
