"""The door behind a mail server, spoken to by a real client."""

import smtplib  # noqa: TID251 - a mail server speaks LMTP with it
import socket
from contextlib import closing, contextmanager

import pytest
from django.db import OperationalError

from newsletter.core.inbound_routes import LmtpPlace
from newsletter.events.hear import hear_waiting
from newsletter.events.lmtp import listening
from newsletter.management.commands.run_inbound import keep_brought
from newsletter.models import Delivery, InboundEvent, Suppression
from tests.newsletter.core.returned import report

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def speaking(keep=keep_brought):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (
        listening(LmtpPlace(host="127.0.0.1", port=port), keep=keep),
        closing(smtplib.LMTP("127.0.0.1", port)) as client,
    ):
        yield client


def test_a_bounce_is_in_the_database_before_it_is_answered_with_yes(ada):
    with speaking() as client:
        client.sendmail("", [ada.envelope_from], report())
        stored = InboundEvent.objects.get()

    assert (stored.recipient, stored.verdict) == (ada.envelope_from, "waiting")
    hear_waiting()
    assert Delivery.objects.get(public_id=ada.delivery_id).outcome == "bounced"
    assert Suppression.objects.filter(reason="hard_bounce", evidence="550 5.1.1").exists()


def test_who_is_not_ours_is_turned_away(ada):
    with speaking() as client:
        client.ehlo_or_helo_if_needed()
        client.docmd("MAIL", "FROM:<>")
        assert client.docmd("RCPT", "TO:<ada@example.org>")[0] == 550
        assert client.docmd("RCPT", f"TO:<b+{'a' * 40}@bounce.example.org>")[0] == 550
        assert client.docmd("RCPT", "TO:<fbl@bounce.example.org>")[0] == 250

    assert not InboundEvent.objects.exists()


def test_each_recipient_has_a_transaction_of_its_own(ada):
    with speaking() as client:
        client.ehlo_or_helo_if_needed()
        client.docmd("MAIL", "FROM:<>")
        assert client.docmd("RCPT", f"TO:<{ada.envelope_from}>")[0] == 250
        assert client.docmd("RCPT", "TO:<fbl@bounce.example.org>") == (452, b"4.5.3 One recipient at a time, please")


def test_without_a_database_the_mail_server_is_asked_to_come_again(ada):
    def away(raw, recipient):
        raise OperationalError("gone")

    with speaking(keep=away) as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("", [ada.envelope_from], report())

    assert refused.value.smtp_code == 451


def test_a_socket_is_a_door_too(ada, tmp_path):
    path = str(tmp_path / "door")
    with listening(LmtpPlace(socket=path), keep=keep_brought), closing(smtplib.LMTP(path)) as client:
        client.sendmail("", ["fbl@bounce.example.org"], report())

    assert InboundEvent.objects.count() == 1
