import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

LIST = "newsletter_readers:list"


@pytest.fixture
def ada(world):
    return world.readers["ada"].subscriber


def test_the_list_masks_every_address(desk, ada):
    page = desk.get(reverse(LIST)).content.decode()

    assert ada.short_id in page
    assert "a***@e***.org" in page
    assert "ada@example.org" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [("Ada@Example.org", 1), ("ada", 0), ("ada@exam", 0), ("zzzz", 0), ("' OR 1=1", 0), ("f" * 40, 0)],
)
def test_readers_are_found_by_their_whole_address_only(desk, world, asked, found):
    page = desk.get(reverse(LIST), {"q": asked})

    assert page.context["readers"].paginator.count == found


def test_readers_are_found_by_the_beginning_of_their_number(desk, ada):
    page = desk.get(reverse(LIST), {"q": ada.short_id})

    assert [reader.pk for reader in page.context["readers"]] == [ada.pk]


def test_looking_at_an_address_leaves_a_line_without_the_address(desk, ada):
    page = desk.get(reverse("newsletter_readers:reader", args=[ada.public_id])).content.decode()

    entry = ModelLogEntry.objects.get(action="newsletter.see_address")
    assert "ada@example.org" in page
    assert "ada" not in entry.label.lower()


def test_who_may_not_see_addresses_sees_the_mask(client, person, ada):
    client.force_login(person("view_subscriber"))
    page = client.get(reverse("newsletter_readers:reader", args=[ada.public_id])).content.decode()

    assert "ada@example.org" not in page
    assert "a***@e***.org" in page
    assert not ModelLogEntry.objects.filter(action="newsletter.see_address").exists()


def test_consent_is_shown_as_it_was_recorded(desk, ada):
    page = desk.get(reverse("newsletter_readers:reader", args=[ada.public_id])).content.decode()

    assert "Send me letters." in page


def test_without_permission_there_are_no_readers(client, person, ada):
    client.force_login(person())

    assert client.get(reverse(LIST)).status_code == 302
    assert client.get(reverse("newsletter_readers:reader", args=[ada.public_id])).status_code == 302
