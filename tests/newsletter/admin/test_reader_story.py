"""One reader's page: all that is known, and what staff do here."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cms.clock import database_now
from newsletter.models import (
    AccessRecord,
    AttributeField,
    ConsentEvent,
    Delivery,
    Exclusion,
    MailedLink,
    ReaderNote,
    ReaderTag,
    Subscriber,
    Subscription,
)
from newsletter.rights import ask_to_move, move
from newsletter.send import deliver, start
from newsletter.suppressions import lift, suppress
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, unasked


@pytest.fixture
def ada(world):
    return world.readers["ada"].subscriber


@pytest.fixture
def say(desk, ada):
    """A function: press a button on Ada's page."""

    def press(name, choice, *more, **given):
        url = reverse(f"newsletter_readers:{name}", args=[ada.public_id, *more])
        answer = desk.post(url, {"choice": choice, **given}, follow=True)
        return [message.level_tag for message in answer.context["messages"]]

    return press


def page_of(client, reader):
    return client.get(reverse("newsletter_readers:reader", args=[reader.public_id]))


def test_the_page_tells_what_left_and_what_did_not(desk, world, ada):
    row = due_issue(world.newsletter)
    start(row.pk, recheck=unasked)
    deliver(transport=MemoryTransport(), run="a", limit=10)
    bram = world.readers["bram"].subscriber

    assert [each["row"].state for each in page_of(desk, ada).context["story"].deliveries] == ["handed_over"]
    assert [each.reason for each in page_of(desk, bram).context["story"].left_out] == ["suppressed"]
    assert Delivery.objects.count() == 2
    assert Exclusion.objects.count() == 2


def test_the_page_tells_of_suppressions_and_hides_their_evidence(desk, ada):
    suppress("ada@example.org", reason="complaint", evidence="ada@example.org said so")
    page = page_of(desk, ada)

    assert [row.reason for row in page.context["story"].suppressions] == ["complaint"]
    assert "ada@example.org" not in page.content.decode()


def test_letters_rest_go_on_and_end(say, world):
    row = world.readers["ada"]
    until = database_now().date() + timedelta(days=9)

    assert say("standing", "pause", row.public_id, until=until.isoformat()) == ["success"]
    assert say("standing", "resume", row.public_id) == ["success"]
    assert say("standing", "end", row.public_id, why="") == ["error"]
    assert say("standing", "end", row.public_id, why="She called.") == ["success"]
    assert Subscription.objects.get(pk=row.pk).state == "ended"
    assert ConsentEvent.objects.filter(subscription=row).latest("seq").actor.username == "mara"
    assert AccessRecord.objects.filter(fields="subscription").count() == 3


@pytest.mark.parametrize("until", ["", "soon", "2026-02-31", "2020-01-01"])
def test_a_pause_needs_a_day_that_can_be(say, world, until):
    assert say("standing", "pause", world.readers["ada"].public_id, until=until) == ["error"]


def test_a_subscription_is_found_through_its_reader_only(desk, world, ada):
    url = reverse("newsletter_readers:standing", args=[ada.public_id, world.readers["esra"].public_id])

    assert desk.post(url, {"choice": "end", "why": "so"}).status_code == 404
    assert not Subscription.objects.filter(state="ended").exists()


def test_tags_and_attributes_are_noted_and_taken_away(say, ada):
    AttributeField.objects.create(slug="plan", label="Plan", kind="choice", choices=["paper"])

    assert say("describe", "tag", tag="circle") == ["success"]
    assert say("describe", "describe", **{"attribute-plan": "paper"}) == ["success"]
    assert say("describe", "describe", **{"attribute-plan": "gold"}) == ["error"]
    assert say("describe", "describe", **{"attribute-shoe": "40"}) == ["error"]
    ada.refresh_from_db()
    assert ada.attributes == {"plan": "paper"}
    say("describe", "untag", tag=ReaderTag.objects.get().pk)
    say("describe", "describe", **{"attribute-plan": ""})
    ada.refresh_from_db()
    assert ada.attributes == {}
    assert not ada.tags.exists()


def test_a_note_stays_with_the_reader_and_goes_with_them(say, desk, ada):
    assert say("note", "write", words="<b>Prefers</b> paper.") == ["success"]
    assert say("note", "write", words=" ") == ["error"]
    assert "&lt;b&gt;Prefers" in page_of(desk, ada).content.decode()
    assert ReaderNote.objects.get().staff.username == "mara"


def test_a_choice_that_is_not_offered_changes_nothing(say):
    assert say("note", "shred") == ["error"]
    assert not AccessRecord.objects.exists()


def test_access_records_are_ones_own_until_one_may_see_all(client, desk, person, ada, say):
    say("note", "write", words="Called twice.")
    assert len(desk.get(reverse("newsletter_readers:access")).context["records"]) == 1

    client.force_login(person("view_subscriber"))
    assert client.get(reverse("newsletter_readers:access")).context["records"] == []
    assert page_of(client, ada).context["story"].access == []


def test_the_story_says_what_each_message_was_for_and_since_when_the_address_holds(desk, world, ada):
    Subscriber.objects.filter(pk=ada.pk).update(language="de")
    ada.refresh_from_db()
    ask_to_move(ada, address="ada@new.example", newsletter=world.newsletter)
    assert "At this address since" not in page_of(desk, ada).content.decode()

    move(MailedLink.objects.get())

    words = page_of(desk, ada).content.decode()
    assert "Asked to confirm a new address" in words
    assert "Told at the old address that it was changed" in words
    assert "At this address since" in words
    assert "Deutsch (German)" in words
    assert "new.example" not in words


def test_a_reader_who_lifted_a_suppression_by_confirming_is_nobody_of_the_staff(desk, ada):
    barred = suppress(ada.email, reason="imported")
    lift(barred.pk, by=None, why="The reader confirmed from this mailbox.")

    words = page_of(desk, ada).content.decode()
    assert "The reader confirmed from this mailbox." in words
    assert "by somebody whose account is gone" not in words
