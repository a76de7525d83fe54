"""The page about the sending domain: it shows what is stored, and asks no name server itself."""

from datetime import timedelta

import dns.resolver
import pytest
from django.urls import reverse

from cms.clock import Now
from newsletter.deliverability import look, wish
from newsletter.events.hear import hear_waiting
from newsletter.management.commands.run_inbound import keep_brought
from newsletter.models import DomainLook, RoundTrip
from tests.servers.smtp import recording_server

pytestmark = pytest.mark.one_database_is_enough

PAGE, STATE = "newsletter_domain:domain", "newsletter_domain:state"


def shown(client):
    return client.get(reverse(PAGE)).content.decode()


def test_nobody_has_looked_yet(desk):
    assert "Nobody has looked yet" in shown(desk)


def test_what_to_publish_stands_there_to_copy(desk, zone_served):
    zone_served("spf-two")
    look()
    page = shown(desk)

    assert "1 thing wants a hand" in page
    assert page.index("To fix") < page.index("Not checked") < page.index(">Good<")
    assert ">v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 -all</textarea>" in page
    assert 'Copy<span class="w-sr-only"> the value of SPF' in page


def test_it_says_when_it_was_good(desk, zone_served):
    zone_served("good")
    look()
    zone_served("spf-none")
    look()

    assert "It was good on" in shown(desk)


def test_all_is_well(desk, zone_served):
    zone_served("good")
    look()

    assert "Nothing to fix" in shown(desk)


def test_no_name_server_is_asked_by_looking_at_the_page(desk, zone_served, monkeypatch):
    zone_served("good")
    look()
    monkeypatch.setattr(dns.resolver, "resolve", lambda *_, **__: pytest.fail("a name server was asked"))

    assert desk.get(reverse(PAGE)).status_code == 200
    assert desk.get(reverse(STATE)).json()["is_over"]


def test_a_press_makes_a_worker_look(desk, zone_served):
    zone_served("spf-two")
    answer = desk.post(reverse(PAGE), follow=True)

    assert "1 thing wants a hand" in answer.content.decode()
    assert "less than a minute ago" in desk.post(reverse(PAGE), follow=True).content.decode()


def test_while_a_worker_looks_the_page_waits(desk, world):
    wish()

    assert 'data-state="looking"' in shown(desk)
    assert "Look now" not in shown(desk)
    assert desk.get(reverse(STATE)).json()["state"] == "looking"


def test_a_look_that_nobody_takes_up_is_told(desk, world):
    wish()
    DomainLook.objects.update(asked_at=Now() - timedelta(minutes=10))

    assert "manage.py db_worker" in shown(desk)
    assert "Look now" in shown(desk)


def test_the_page_on_sending_names_it(desk, zone_served):
    zone_served("spf-two")
    look()

    assert (
        "The sending domain</a> has 1 thing to fix" in desk.get(reverse("newsletter_sending:sending")).content.decode()
    )


def test_whoever_does_not_write_letters_has_no_business_here(client, person, world):
    client.force_login(person("view_subscriber"))

    assert client.get(reverse(PAGE)).status_code == 302
    client.post(reverse(PAGE))
    assert not DomainLook.objects.exists()


def test_the_way_back_is_tried_by_a_worker_and_the_page_waits_for_it(desk, settings):
    assert "Letters stay on this machine" in shown(desk)
    with recording_server() as server:
        facts = {"transport": "smtp", "smtp_url": f"smtp://127.0.0.1:{server.port}", "lmtp": "127.0.0.1:8024"}
        settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**settings.PARTWISE["newsletter"], **facts}}
        assert "Nobody has tried it yet" in shown(desk)
        desk.post(reverse("newsletter_domain:way_back"))
        page = shown(desk)
        again = desk.post(reverse("newsletter_domain:way_back"), follow=True).content.decode()
    recipient, data = server.accepted[0]

    assert "It has left, and is waited for" in page
    assert "less than a minute ago" in again
    assert desk.get(reverse(STATE)).json()["is_over"] is False
    keep_brought(data, recipient)
    hear_waiting()
    assert desk.get(reverse(STATE)).json()["is_over"] is True
    assert "A bounce came back and was heard after 1 second." in shown(desk)


def test_where_nothing_can_come_back_there_is_no_button(desk):
    assert "Try the way back" not in shown(desk)
    answer = desk.post(reverse("newsletter_domain:way_back"), follow=True)

    assert "Letters stay on this machine" in answer.content.decode()
    assert not RoundTrip.objects.exists()
