"""A real Postfix gives letters back, and its own words reach our door: what it writes is what we must read."""

import smtplib  # noqa: TID251 - a letter is handed to Postfix by hand
import socket
import time

import pytest

from newsletter.core.inbound_routes import LmtpPlace
from newsletter.events.hear import hear_waiting
from newsletter.events.lmtp import listening
from newsletter.management.commands.run_inbound import keep_brought
from newsletter.models import Delivery, InboundEvent
from tests.servers.postfix import MISSING, postfix
from tests.servers.smtp import recording_server

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database_is_enough,
]

ANSWERS = {
    "550 5.1.1 no such user": "hard",
    "550 5.1.10 recipient not found": "hard",
    "550 5.2.1 mailbox disabled": "hard",
    "556 5.1.10 no mail here": "hard",
    "552 5.2.2 mailbox full": "soft",
    "550 5.7.1 not from you": "policy",
    "550 5.7.26 unauthenticated": "policy",
    "550 5.7.515 access denied": "policy",
    "554 5.6.0 bad content": "policy",
    "552 5.3.4 too large": "policy",
    "550 5.1.2 no such domain": "hard",
    "550 go away": "unknown",
    "554 5.0.0 no": "unknown",
}


def test_what_postfix_gives_back_is_understood(ada):
    with socket.create_server(("127.0.0.1", 0)) as free:
        door = LmtpPlace(host="127.0.0.1", port=free.getsockname()[1])
    row, found, domain = Delivery.objects.get(public_id=ada.delivery_id), {}, ada.envelope_from.partition("@")[2]
    with (
        recording_server() as receiver,
        listening(door, keep=keep_brought),
        postfix(relay=receiver.port, door=door.port, bounce_domain=domain) as (port, _),
    ):
        for number, answer in enumerate(ANSWERS):
            Delivery.objects.filter(pk=row.pk).update(outcome="none", outcome_reason="")
            receiver.rcpt_reply = answer
            with smtplib.SMTP("127.0.0.1", port) as client:
                client.sendmail(ada.envelope_from, ["ada@away.example.net"], ada.data)
            _heard(number + 1)
            found[answer] = Delivery.objects.get(pk=row.pk).outcome_reason

    assert found == ANSWERS


def _heard(count: int, patience_s: float = 30) -> None:
    """So many reports have come and been applied."""
    until = time.monotonic() + patience_s
    while InboundEvent.objects.filter(verdict="applied").count() < count:
        assert time.monotonic() < until, list(InboundEvent.objects.values("verdict", "said"))
        hear_waiting()
        time.sleep(0.05)
