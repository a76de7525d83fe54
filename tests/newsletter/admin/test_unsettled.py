"""What did not end well, seen and settled at the desk."""

import pytest
from django.urls import reverse

from cms.clock import Now
from newsletter.models import Delivery, DeliveryEvent
from newsletter.send import deliver, start, sweep
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, states, unasked


@pytest.fixture
def issue(world):
    """Both letters of an issue got no answer."""
    row = due_issue(world.newsletter)
    start(row.pk, recheck=unasked)
    ends = {"state": "uncertain", "reason": "no_answer", "marked_at": Now(), "ended_at": Now()}
    Delivery.objects.filter(issue=row).update(**ends)
    row.refresh_from_db()
    return row


def page(desk, issue):
    return desk.get(reverse("newsletter_issues:unsettled", args=[issue.pk])).content.decode()


def decide(desk, issue, decision, **fields):
    address = reverse("newsletter_issues:unsettled", args=[issue.pk])
    return desk.post(address, {"decision": decision, **fields}, follow=True).content.decode()


def ids(issue):
    return list(Delivery.objects.filter(issue=issue).order_by("pk").values_list("pk", flat=True))


def test_each_one_says_since_when_what_is_known_and_no_whole_address(desk, issue):
    shown = page(desk, issue)

    assert "Uncertain: 2" in shown
    assert "The next server did not answer after the final dot." in shown
    assert "a***@e***.org" in shown
    assert "ada@example.org" not in shown


def test_the_progress_page_leads_there(desk, issue):
    progress = desk.get(reverse("newsletter_issues:progress", args=[issue.pk])).content.decode()

    assert "2 are uncertain." in progress
    assert reverse("newsletter_issues:unsettled", args=[issue.pk]) in progress


def test_a_ticked_one_is_sent_again_and_the_other_is_left(desk, issue):
    said = decide(desk, issue, "send_again", delivery=ids(issue)[:1], which="ticked", why="The relay was rebuilt.")

    assert "1 delivery will be offered again now." in said
    assert sorted(states(issue).values()) == ["pending", "uncertain no_answer"]


def test_sending_again_without_a_reason_is_refused_with_words(desk, issue):
    assert "Say in a few words why." in decide(desk, issue, "send_again", delivery=ids(issue))
    assert set(states(issue).values()) == {"uncertain no_answer"}


@pytest.mark.parametrize("number", ["", "1", "two", "22"])
def test_all_of_them_need_their_number_typed(desk, issue, number):
    said = decide(desk, issue, "send_again", which="all", number=number, why="The relay was rebuilt.")

    assert "type their number: 2." in said
    assert set(states(issue).values()) == {"uncertain no_answer"}


def test_with_the_right_number_all_of_them_are_sent_again(desk, issue):
    decide(desk, issue, "send_again", which="all", number="2", why="The relay was rebuilt.")

    assert set(states(issue).values()) == {"pending"}


def test_left_as_they_are_they_say_who_settled_them(desk, issue):
    decide(desk, issue, "leave", which="all", number="2")

    assert page(desk, issue).count("Left as it is by mara") == 2


def test_refused_ones_are_tried_again(desk, issue):
    Delivery.objects.filter(issue=issue).update(state="refused", reason="policy")

    assert "Refused or failed: 2" in page(desk, issue)
    decide(desk, issue, "try_again", which="all", number="2", why="SPF is mended.")
    assert set(states(issue).values()) == {"pending"}


@pytest.mark.parametrize(("decision", "words"), [("leave", "Tick the deliveries"), ("explode", "not offered here")])
def test_a_choice_that_means_nothing_changes_nothing(desk, issue, decision, words):
    assert words in decide(desk, issue, decision, delivery=["x", "²"])
    assert DeliveryEvent.objects.filter(cause="person").count() == 0


def test_deliveries_of_another_issue_cannot_be_named_here(desk, issue, world):
    other = due_issue(world.newsletter)

    decide(desk, other, "send_again", delivery=ids(issue), why="The relay was rebuilt.")

    assert set(states(issue).values()) == {"uncertain no_answer"}


def test_who_may_not_resolve_sees_the_list_and_no_button(client, person, issue):
    client.force_login(person("change_issue"))

    assert "Uncertain: 2" in page(client, issue)
    assert "Send again" not in page(client, issue)
    decide(client, issue, "send_again", delivery=ids(issue), why="The relay was rebuilt.")
    assert set(states(issue).values()) == {"uncertain no_answer"}


def test_who_may_not_see_readers_sees_letters_without_readers(client, person, issue):
    Delivery.objects.filter(issue=issue).update(reply="550 no ada@example.org here")
    client.force_login(person("change_issue", "resolve_delivery"))
    page = client.get(reverse("newsletter_issues:unsettled", args=[issue.pk])).content.decode()

    assert "***@" not in page
    assert "example.org here" not in page
    assert f"Letter {str(Delivery.objects.uncertain().first().public_id)[:8]}" in page


@pytest.fixture
def aside(issue):
    """Both letters of the issue were in the hands of five senders that ended, and the issue waits for a person."""
    Delivery.objects.filter(issue=issue).update(
        state="pending", reason="", marked_at=None, ended_at=None, lost_claims=5
    )
    sweep()
    issue.refresh_from_db()
    assert issue.hold_reason == "senders_lost"
    return issue


def test_what_was_set_aside_says_that_nobody_was_asked_to_take_it(desk, aside):
    shown = page(desk, aside)

    assert "Never offered: 2" in shown
    assert "Five senders ended while they held it. No server was ever asked to take it." in shown
    assert "Refused or failed" not in shown
    progress = desk.get(reverse("newsletter_issues:progress", args=[aside.pk])).content.decode()
    assert "2 letters were never offered to anyone" in progress
    assert reverse("newsletter_issues:unsettled", args=[aside.pk]) in progress


def test_offered_now_the_letters_leave_and_the_issue_goes_on(desk, aside):
    said = decide(desk, aside, "offer", which="all", number="2", why="The machine has more memory now.")

    assert "2 deliveries will be offered now." in said
    aside.refresh_from_db()
    assert (aside.state, aside.hold_reason) == ("handing_over", "")
    deliver(transport=MemoryTransport(), run="a", limit=10)
    sweep()
    assert set(states(aside).values()) == {"handed_over"}
    line = DeliveryEvent.objects.filter(cause="person").first()
    assert (line.from_state, line.to_state) == ("pending", "pending")
    assert line.evidence["why"] == "The machine has more memory now."


def test_given_up_by_a_person_they_fail_and_the_issue_ends(desk, aside):
    decide(desk, aside, "give_up", which="all", number="2", why="These two letters end every sender.")
    sweep()

    aside.refresh_from_db()
    assert set(states(aside).values()) == {"failed unclaimable"}
    assert aside.state == "handed_over"


def test_let_go_on_at_the_progress_page_they_are_offered_again(desk, aside):
    verb = reverse("newsletter_issues:verb", args=[aside.pk])
    assert "It goes on where it stopped." in desk.post(verb, {"verb": "go_on"}, follow=True).content.decode()

    deliver(transport=MemoryTransport(), run="a", limit=10)
    assert set(states(aside).values()) == {"handed_over"}


def test_giving_one_up_asks_about_the_other_again(desk, aside):
    decide(desk, aside, "give_up", delivery=ids(aside)[:1], which="ticked", why="It ends every sender.")
    sweep()

    aside.refresh_from_db()
    assert sorted(states(aside).values()) == ["failed unclaimable", "pending"]
    assert (aside.state, aside.hold_detail[:8]) == ("held", "1 letter")


def test_an_issue_without_a_doubt_says_so(desk, issue):
    Delivery.objects.filter(issue=issue).update(state="cancelled", reason="left")

    assert "Nothing to look at" in page(desk, issue)
