"""Messages to single readers that did not end well, seen and settled at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cms.clock import Now
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.messages import MessageName
from newsletter.messages import queue_message
from newsletter.models import Delivery, DeliveryEvent, MailedLink
from newsletter.send import deliver, start
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, unasked

PAGE = reverse("newsletter_sending:single_readers")
SENDING = reverse("newsletter_sending:sending")
LOST = {"state": "uncertain", "reason": "no_answer", "marked_at": Now(), "ended_at": Now()}
TURNED_AWAY = {"state": "refused", "reason": "policy", "ended_at": Now()}
ASIDE = {"state": "pending", "lost_claims": 5}


@pytest.fixture
def link(world):
    reader = world.readers["chidi"].subscriber
    facts = {"newsletters": [world.newsletter.pk]}
    return MailedLink.objects.make(reader, purpose=LinkPurpose.CONFIRM, newsletter=world.newsletter, facts=facts)


@pytest.fixture
def confirmation(world, link):
    reader, values = world.readers["chidi"].subscriber, {"choices": "Slow Letters", "until": "3 June"}
    return queue_message(MessageName.CONFIRM, to=reader, newsletter=world.newsletter, link=link, values=values)


def ended(row, facts):
    Delivery.objects.filter(pk=row.pk).update(**facts)
    return row


def decide(desk, decision, **fields):
    return desk.post(PAGE, {"decision": decision, **fields}, follow=True).content.decode()


def state_of(row):
    row.refresh_from_db()
    return f"{row.state} {row.reason}".strip()


@pytest.mark.parametrize(
    ("facts", "words"),
    [(LOST, "Uncertain: 1"), (TURNED_AWAY, "Refused or failed: 1"), (ASIDE, "Never offered: 1")],
)
def test_a_message_that_did_not_end_well_is_found_from_sending_and_from_the_first_page(
    desk, confirmation, facts, words
):
    assert "Nothing to look at" in desk.get(PAGE).content.decode()
    ended(confirmation, facts)

    assert f'href="{PAGE}"' in desk.get(SENDING).content.decode()
    assert f'href="{PAGE}"' in desk.get(reverse("wagtailadmin_home")).content.decode()
    shown = desk.get(PAGE).content.decode()
    assert words in shown
    assert "Asked to confirm" in shown
    assert "c***@e***.org" in shown
    assert "chidi@example.org" not in shown


def test_what_was_set_aside_is_offered_at_a_persons_word_and_leaves(desk, confirmation):
    ended(confirmation, ASIDE)

    assert "Say in a few words why." in decide(desk, "offer", delivery=[confirmation.pk])
    said = decide(desk, "offer", delivery=[confirmation.pk], why="The machine has more memory now.")

    assert "1 delivery will be offered now." in said
    deliver(transport=MemoryTransport(), run="a", limit=10)
    assert state_of(confirmation) == "handed_over"
    assert DeliveryEvent.objects.get(delivery=confirmation, cause="person").actor.username == "mara"


def test_a_lost_one_is_left_or_sent_again(desk, confirmation):
    ended(confirmation, LOST)
    decide(desk, "leave", which="all", number="1")
    assert "Left as it is by mara" in desk.get(PAGE).content.decode()

    decide(desk, "send_again", which="all", number="1", why="The relay was rebuilt.")

    assert state_of(confirmation) == "pending"
    assert timedelta(hours=23) < confirmation.give_up_at - confirmation.resolved_at <= timedelta(hours=24)


def test_a_message_whose_link_opens_nothing_any_more_wants_nobodys_look(desk, confirmation, link):
    ended(confirmation, TURNED_AWAY)
    MailedLink.objects.filter(pk=link.pk).end()

    assert "Nothing to look at" in desk.get(PAGE).content.decode()
    assert PAGE not in desk.get(SENDING).content.decode()
    assert "Nothing was left to do" in decide(desk, "try_again", delivery=[confirmation.pk], why="SPF is mended.")
    assert state_of(confirmation) == "refused policy"


def test_letters_of_an_issue_cannot_be_named_here(desk, world):
    issue = due_issue(world.newsletter)
    start(issue.pk, recheck=unasked)
    row = ended(Delivery.objects.filter(issue=issue).first(), LOST)

    assert "Nothing to look at" in desk.get(PAGE).content.decode()
    decide(desk, "send_again", delivery=[row.pk], why="The relay was rebuilt.")
    assert state_of(row) == "uncertain no_answer"


def test_who_may_not_resolve_sees_the_list_and_no_button(client, person, confirmation):
    ended(confirmation, LOST)
    client.force_login(person("change_issue"))

    shown = client.get(PAGE).content.decode()
    assert "Uncertain: 1" in shown
    assert "***@" not in shown
    assert "Send again" not in shown
    decide(client, "send_again", delivery=[confirmation.pk], why="The relay was rebuilt.")
    assert state_of(confirmation) == "uncertain no_answer"
