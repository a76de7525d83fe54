"""Letters arrive through a real Postfix as they left: every byte, every header, no line too long."""

from contextlib import closing
from email import message_from_bytes

import pytest

from newsletter.core.receipts import Said
from newsletter.core.routes import smtp_route
from newsletter.pipeline.claim import claim_deliveries
from newsletter.pipeline.personalize import Press
from newsletter.send import start
from newsletter.transports.smtp import SmtpTransport
from tests.contracts.transports import everyone
from tests.factories import due_issue, unasked
from tests.servers.postfix import MISSING, letters, postfix

LONGEST_LINE = 998  # without its end (RFC 5322 2.1.1)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.skipif(bool(MISSING), reason=MISSING)]


def test_letters_arrive_as_they_left(cast):
    start(due_issue(cast.newsletter).pk, recheck=unasked)
    messages = [Press().personalize(claim) for claim in claim_deliveries(10, run="one")]

    with postfix() as (port, maildir):
        transport = SmtpTransport(smtp_route(f"smtp://127.0.0.1:{port}?tls=none"), name="here.example")
        with closing(transport):
            receipts = list(transport.offer(messages, mark=everyone))
        arrived = letters(maildir, count=len(messages))

    assert [receipt.said for receipt in receipts] == [Said.ACCEPTED] * len(messages) != []
    for message in messages:
        left = message.data.replace(b"\r\n", b"\n")
        (kept,) = [each for each in arrived if each.endswith(left)]
        added = kept[: -len(left)]
        assert f"Return-Path: <{message.envelope_from}>".encode() in added
        assert f"Delivered-To: {message.envelope_to}".encode() in added
        assert max(map(len, left.split(b"\n"))) <= LONGEST_LINE
        parsed = message_from_bytes(kept)
        assert all(len(parsed.get_all(name)) == 1 for name in ("Message-ID", "Date", "From", "To", "List-Unsubscribe"))
