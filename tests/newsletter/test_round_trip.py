"""A bounce to ourselves goes through a real mail server and comes in by the door; it is about no reader."""

import socket
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from cms.clock import Now
from newsletter.core.deliverability import round_trip as trips
from newsletter.core.inbound_routes import LmtpPlace
from newsletter.events.hear import hear_waiting
from newsletter.events.lmtp import listening
from newsletter.management.commands.run_inbound import keep_brought
from newsletter.models import AddressHealth, Delivery, DeliveryEvent, InboundEvent, RoundTrip, Suppression
from newsletter.round_trip import is_on, latest, send_if_wished, wish
from tests.servers.postfix import MISSING, postfix
from tests.servers.smtp import recording_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database_is_enough]


@pytest.fixture
def told(settings):
    """A function: this site's settings are these."""

    def tell(**facts):
        own = settings.PARTWISE["newsletter"]
        settings.PARTWISE = {
            **settings.PARTWISE,
            "newsletter": {**own, "sending_domain": "letters.example.net", **facts},
        }

    return tell


@pytest.fixture
def next_server(told):
    """A server that takes everything and brings nothing back."""
    with recording_server() as server:
        told(transport="smtp", smtp_url=f"smtp://127.0.0.1:{server.port}", lmtp="127.0.0.1:8024")
        yield server


@contextmanager
def mail_server(told, *, is_brought: bool = True):
    """A Postfix that brings the bounce domain to our door, or to a door that is shut."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        door = free.getsockname()[1]
    opened = listening(LmtpPlace(host="127.0.0.1", port=door), keep=keep_brought) if is_brought else nullcontext()
    domain = "bounce.letters.example.net"
    with opened, postfix(relay=1, door=door, bounce_domain=domain) as (port, _):
        told(transport="smtp", smtp_url=f"smtp://127.0.0.1:{port}", lmtp=f"127.0.0.1:{door}")
        yield


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_a_bounce_finds_its_way_back_and_touches_nobody(issue, told, capsys):
    before = list(Delivery.objects.values())
    with mail_server(told):
        call_command("check_deliverability", "--bounce")

    assert "good        The way back, bounce.letters.example.net" in capsys.readouterr().out
    assert latest().says == "good"
    assert [event.verdict for event in InboundEvent.objects.all()] == ["own"]
    assert not InboundEvent.objects.exclude(raw=None, recipient="").exists()
    assert list(Delivery.objects.values()) == before
    assert not AddressHealth.objects.exists()
    assert not DeliveryEvent.objects.exists()
    assert not Suppression.objects.filter(evidence__contains="5.0.0").exists()


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_a_door_that_is_shut_is_to_fix(told, monkeypatch, capsys):
    monkeypatch.setattr(trips, "OVERDUE", timedelta(seconds=3))
    with mail_server(told, is_brought=False), pytest.raises(CommandError, match="1 to fix"):
        call_command("check_deliverability", "--bounce")

    assert "has not come back" in capsys.readouterr().out


def test_what_the_next_server_will_not_take_is_told_in_its_words(next_server):
    next_server.rcpt_reply = "554 5.7.1 relay access denied"
    wish()
    send_if_wished()

    assert latest().says == "fix"
    assert "554 5.7.1 relay access denied" in latest().words
    assert not is_on()


def test_a_server_that_is_away_accuses_nobody(told):
    told(transport="smtp", smtp_url="smtp://127.0.0.1:1", lmtp="127.0.0.1:8024")
    wish()
    send_if_wished()

    assert latest().says == "not_checked"
    assert "could not be asked" in latest().words


def test_one_wish_mails_one_bounce_with_no_sender(next_server):
    assert wish()
    assert not wish()
    send_if_wished()
    send_if_wished()

    [(recipient, data)] = next_server.accepted
    assert recipient.startswith("b+")
    assert recipient.endswith("@bounce.letters.example.net")
    assert [command[:12] for command in next_server.commands if command.startswith("MAIL")] == ["MAIL FROM:<>"]
    assert b"report-type=delivery-status" in data


def test_an_older_one_that_comes_late_is_no_answer_to_the_newer(next_server):
    wish()
    send_if_wished()
    old = next_server.accepted[0]
    RoundTrip.objects.update(asked_at=Now() - timedelta(minutes=2))
    wish()
    send_if_wished()
    keep_brought(old[1], old[0])
    hear_waiting()

    assert RoundTrip.objects.get().heard_at is None
    keep_brought(next_server.accepted[1][1], next_server.accepted[1][0])
    hear_waiting()
    assert latest().says == "good"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"transport": "outbox"}, "stay on this machine"),
        ({"transport": "smtp", "smtp_url": "smtp://127.0.0.1:1", "lmtp": ""}, "No mail is heard here"),
        ({"transport": "esp"}, "tells us of them"),
    ],
)
def test_where_nothing_can_come_back_it_says_so_and_sends_nothing(told, facts, words):
    told(**facts)

    assert not wish()
    assert (latest().says, words in latest().words) == ("not_checked", True)
    assert not RoundTrip.objects.exists()


def test_what_left_long_ago_is_to_fix_and_what_nobody_took_along_wants_a_worker(next_server):
    wish()
    RoundTrip.objects.update(asked_at=Now() - timedelta(minutes=9))
    assert "Start one" in latest().words
    wish()
    send_if_wished()
    RoundTrip.objects.update(left_at=Now() - timedelta(minutes=9))

    assert latest().says == "fix"
    assert "9 minutes ago" in latest().words
