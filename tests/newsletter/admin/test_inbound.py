"""What came back, at the desk: words and verdicts, never an address."""

import pytest
from django.urls import reverse

from newsletter.admin import inbound
from newsletter.events.hear import hear_waiting
from newsletter.events.store import Door, store_mail
from newsletter.models import Delivery, InboundEvent
from newsletter.send import deliver, start
from newsletter.transports.memory import MemoryTransport
from tests.factories import due_issue, unasked
from tests.newsletter.core.returned import holiday, report

LIST = reverse("newsletter_inbound:list")


@pytest.fixture
def came_back(world):
    """Ada's letter came back; a greeting came from nobody we know."""
    start(due_issue(world.newsletter).pk, recheck=unasked)
    transport = MemoryTransport()
    deliver(transport=transport, run="a", limit=10)
    ada = next(each for each in transport.kept if each.envelope_to.startswith("ada"))
    store_mail(report(diagnostic="smtp; 552 5.2.2 <ada@example.org> full"), door=Door.LMTP, recipient=ada.envelope_from)
    store_mail(holiday(), door=Door.MAILBOX)
    hear_waiting()
    return Delivery.objects.get(public_id=ada.delivery_id)


def test_a_line_says_what_came_back_why_and_what_it_did(desk, came_back):
    page = desk.get(LIST).content.decode()

    for words in ("Came back", "cannot take mail at present", "552 5.2.2 &lt;…&gt; full", "Understood and applied"):
        assert words in page
    assert "ada@" not in page
    assert str(came_back.subscription.subscriber) in page


def test_lines_are_chosen_by_kind_and_verdict_and_paged_by_key(desk, came_back, monkeypatch):
    assert [line["what"] for line in desk.get(LIST, {"kind": "bounced"}).context["lines"]] == ["Came back"]
    assert len(desk.get(LIST, {"verdict": "ignored"}).context["lines"]) == 1
    assert desk.get(LIST, {"kind": "odd"}).context["lines"] == []
    monkeypatch.setattr(inbound, "PER_PAGE", 1)
    first = desk.get(LIST)
    assert len(desk.get(LIST, {"before": first.context["older"]}).context["lines"]) == 1


def test_the_page_says_which_ways_are_open_and_when_they_were_heard(desk, came_back, settings):
    own = settings.PARTWISE["newsletter"]
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**own, "lmtp": "127.0.0.1:8024"}}

    lmtp, mailbox, provider = desk.get(LIST).context["ears"]

    assert (lmtp.is_open, mailbox.is_open, provider.is_open) == (True, False, False)
    assert lmtp.last_heard == InboundEvent.objects.get(door=Door.LMTP).received_at


def test_the_providers_way_says_the_address_to_enter_there(desk, world, settings):
    own = settings.PARTWISE["newsletter"]
    facts = {"transport": "esp", "esp": {**own["esp"], "slug": "postmark"}, "esp_events": {"secret": "a:b", "key": ""}}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**own, **facts}}

    assert "/hooks/postmark/" in desk.get(LIST).content.decode()


def test_who_may_not_see_it_is_turned_away(client, world, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", "n@example.org", "a long password for tests"))

    assert client.get(LIST).status_code == 302


def test_a_readers_story_tells_what_became_of_a_letter_afterwards(desk, came_back):
    reader = came_back.subscription.subscriber
    page = desk.get(reverse("newsletter_readers:reader", args=[reader.public_id])).content.decode()

    assert "Afterwards: bounced. The mailbox cannot take mail at present." in page
