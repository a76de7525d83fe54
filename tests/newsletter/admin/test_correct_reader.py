"""Staff put right what a reader told us: name, language, time zone. Who, when and why stands in the reader's story."""

import pytest
from django.urls import reverse

from newsletter.models import AccessRecord, ConsentEvent, Subscriber


@pytest.fixture
def ada(world):
    reader = world.readers["ada"].subscriber
    Subscriber.objects.filter(pk=reader.pk).update(first_name="Adaline")
    reader.refresh_from_db()
    return reader


def url(name, reader):
    return reverse(f"newsletter_readers:{name}", args=[reader.public_id])


def given(reader, **changes):
    return {"first_name": "", "language": reader.language, "zone": reader.zone, "why": "She called.", **changes}


def test_name_language_and_zone_are_corrected_and_the_story_says_by_whom_and_why(desk, ada):
    page = desk.post(
        url("correct", ada), given(ada, first_name=" Adele ", language="fr", zone="Asia/Tokyo"), follow=True
    )

    assert "Corrected: first name, language, time zone." in page.content.decode()
    ada.refresh_from_db()
    assert (ada.first_name, ada.language, ada.zone) == ("Adele", "fr", "Asia/Tokyo")
    record = AccessRecord.objects.get()
    assert (record.staff.username, record.action, record.why) == ("mara", "changed", "She called.")
    assert record.fields == "first name, language, time zone"
    assert record in page.context["story"].access


def test_the_name_on_record_is_not_shown_and_stays_when_nothing_is_typed(desk, ada):
    assert "Adaline" not in desk.get(url("correct", ada)).content.decode()
    desk.post(url("correct", ada), given(ada, language="de"))

    ada.refresh_from_db()
    assert (ada.first_name, ada.language) == ("Adaline", "de")
    assert "Adaline" not in str(vars(AccessRecord.objects.get()))


def test_a_name_can_be_taken_away(desk, ada):
    desk.post(url("correct", ada), given(ada, no_name="on"))

    ada.refresh_from_db()
    assert ada.first_name == ""


def test_consent_and_address_are_not_touched(desk, ada):
    before, address = list(ConsentEvent.objects.values()), ada.email
    desk.post(url("correct", ada), given(ada, language="de", email="other@example.org", email_key="other@example.org"))

    ada.refresh_from_db()
    assert list(ConsentEvent.objects.values()) == before
    assert ada.email == address


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"why": "  "}, "why"),
        ({"language": "xx"}, "language"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"first_name": "www.example.org"}, "first_name"),
        ({"first_name": "Adele", "no_name": "on"}, "no_name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_changes_nothing(desk, ada, wrong, field):
    page = desk.post(url("correct", ada), given(ada, language="de") | wrong)

    assert list(page.context["form"].errors) == [field]
    ada.refresh_from_db()
    assert (ada.first_name, ada.language) == ("Adaline", "en")
    assert not AccessRecord.objects.exists()


def test_what_stood_so_already_leaves_no_record(desk, ada):
    desk.post(url("correct", ada), given(ada))

    assert not AccessRecord.objects.exists()


def test_a_language_that_came_with_a_file_stays_choosable(desk, ada):
    Subscriber.objects.filter(pk=ada.pk).update(language="tlh")
    desk.post(url("correct", ada), given(ada, language="tlh", zone="Asia/Tokyo"))

    ada.refresh_from_db()
    assert (ada.language, ada.zone) == ("tlh", "Asia/Tokyo")


def test_only_who_may_change_readers_is_offered_it(client, person, ada):
    client.force_login(person("view_subscriber", "change_subscription"))
    assert "Correct name" not in client.get(url("reader", ada)).content.decode()
    client.post(url("correct", ada), given(ada, language="de"))

    ada.refresh_from_db()
    assert ada.language == "en"
