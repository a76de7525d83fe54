"""Staff take proof of what a reader agreed to."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from newsletter.models import AccessRecord, ConsentEvent, Course, Subscription
from newsletter.subscriptions import leave
from tests.cast import give_consent

WHY = "asked by the data protection officer"


@pytest.fixture
def ada(world):
    return world.readers["ada"]


@pytest.fixture
def take(desk, ada):
    """A function: take Ada's proof, as a page or as a file."""

    def press(choice):
        url = reverse("newsletter_readers:proof", args=[ada.subscriber.public_id])
        return desk.post(url, {"why": WHY, "choice": choice})

    return press


@pytest.fixture
def forged(world):
    """Chidi, with a line of consent whose words were changed after it was sealed."""
    row = world.readers["chidi"]
    line = ConsentEvent(subscription=row, seq=1, action="confirmed", method="page", given_on=row.created_at).seal()
    line.wording = "Send me letters, and sell my address."
    ConsentEvent.objects.bulk_create([line])
    return row.subscriber


def test_the_page_says_who_what_in_which_words_when_how_and_that_the_chain_holds(take, ada):
    leave(ada.pk, method="page", evidence="the page behind a letter")
    words = take("page").content.decode()

    lines = list(ConsentEvent.objects.filter(subscription=ada))
    assert "ada@example.org" in words
    assert "Slow Letters" in words
    assert "Send me letters." in words
    assert "the page behind a letter" in words
    assert "Hash chain: holds" in words
    assert "No consent stands today." in words
    assert all(line.hash in words and f"{line.given_on:%H:%M:%S}" in words for line in lines)


def test_the_file_holds_the_same_as_json(take, ada):
    answer = take("file")

    assert answer["Content-Disposition"] == f'attachment; filename="consent-{ada.subscriber.short_id}.json"'
    assert "no-store" in answer["Cache-Control"]
    (consent,) = answer.json()["consents"]
    assert (consent["stands"], consent["verified"], consent["subject"]) == (True, True, str(ada.public_id))
    assert consent["lines"][0]["wording"] == "Send me letters."
    assert answer.json()["made_for"] == WHY


@pytest.mark.parametrize("choice", ["page", "file"])
def test_taking_it_is_on_record_with_its_reason(take, ada, choice):
    take(choice)

    record = AccessRecord.objects.get()
    assert (record.action, record.fields, record.why) == ("exported", "proof of consent", WHY)
    assert (record.reader, record.staff.username) == (ada.subscriber.public_id, "mara")


def test_words_that_were_changed_afterwards_do_not_pass_for_proof(desk, forged):
    url = reverse("newsletter_readers:proof", args=[forged.public_id])

    assert desk.post(url, {"choice": "file", "why": WHY}).json()["verified"] is False
    words = desk.post(url, {"choice": "page", "why": WHY}).content.decode()
    assert "Hash chain: does not hold" in words
    assert "Line 1 was changed." in words


def test_a_line_that_was_loosened_from_its_reader_is_still_their_line(take, ada):
    ConsentEvent.objects.filter(subscription=ada).update(subscription=None)

    assert take("file").json()["consents"][0]["lines"][0]["wording"] == "Send me letters."


def test_what_a_reader_wrote_is_shown_as_words(take, world, ada):
    ada.subscriber.first_name = "<script>alert(1)</script>"
    ada.subscriber.save()

    assert "<script>alert" not in take("page").content.decode()


def test_a_reader_who_agreed_to_nothing_has_an_empty_proof(desk, world):
    chidi = world.readers["chidi"].subscriber
    answer = desk.post(reverse("newsletter_readers:proof", args=[chidi.public_id]), {"choice": "page", "why": WHY})

    assert "No consent is on record." in answer.content.decode()


def test_it_takes_the_right_to_see_addresses(client, person, ada):
    client.force_login(person("view_subscriber"))
    url = reverse("newsletter_readers:proof", args=[ada.subscriber.public_id])

    assert "ada@example.org" not in client.post(url, {"choice": "page"}, follow=True).content.decode()
    assert not AccessRecord.objects.exists()


def test_a_series_by_mail_stands_in_the_proof_by_its_name(desk, world, ada):
    course = Course.objects.create(series=world.sequence, newsletter=world.newsletter)
    give_consent(Subscription.objects.create(subscriber=ada.subscriber, course=course, state="active"))
    url = reverse("newsletter_readers:proof", args=[ada.subscriber.public_id])

    proof = desk.post(url, {"choice": "file", "why": WHY}).json()

    assert [each["to"] for each in proof["consents"]] == ["Slow Letters", "After the Long Year"]
    assert proof["verified"]


def test_a_day_at_the_end_of_the_calendar_breaks_no_page_in_any_zone(take, desk, world, ada):
    UserProfile.objects.update_or_create(user=world.staff["mara"], defaults={"current_time_zone": "America/New_York"})
    line = ConsentEvent(
        subscription=ada, seq=9, action="imported", method="staff", given_on=datetime(1, 1, 1, tzinfo=UTC)
    )
    ConsentEvent.objects.bulk_create([line.seal()])

    assert take("page").status_code == 200
    assert desk.get(reverse("newsletter_readers:reader", args=[ada.subscriber.public_id])).status_code == 200
