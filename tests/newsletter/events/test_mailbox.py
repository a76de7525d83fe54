"""The mailbox of bounces, on a real Dovecot: what was read is gone there, and what could not be kept is not."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from newsletter.core.inbound_routes import mailbox_route
from newsletter.core.incoming import HEAD_BYTES, MOST_BYTES
from newsletter.events.hear import hear_waiting
from newsletter.events.mailbox import MailboxAway, fetch
from newsletter.management.commands.run_inbound import keep_fetched
from newsletter.models import Delivery, InboundEvent
from tests.newsletter.core.returned import plain, report
from tests.servers.dovecot import MISSING, PASSWORD, USER, dovecot

pytestmark = [pytest.mark.skipif(bool(MISSING), reason=MISSING), pytest.mark.one_database_is_enough]

SCHEMES = ("imap", "imaps", "pop3", "pop3s")
CERTIFICATE = "tests/servers/loopback.pem"


@pytest.fixture(scope="module")
def server():
    with dovecot() as mailbox:
        yield mailbox


@pytest.fixture(params=SCHEMES)
def route(request, server):
    scheme, authority = request.param, f"?ca={CERTIFICATE}" if request.param.endswith("s") else ""
    return mailbox_route(
        f"{scheme}://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{server.ports[scheme]}/INBOX{authority}"
    )


def test_every_mail_is_stored_and_then_gone_from_the_mailbox(db, server, route):
    for words in ("one", "two"):
        server.put(report(diagnostic=f"smtp; 550 5.1.1 {words}"))

    assert fetch(route, keep=keep_fetched) == 2
    assert fetch(route, keep=keep_fetched) == 0
    raws = [bytes(event.raw) for event in InboundEvent.objects.order_by("pk")]
    assert [b"5.1.1 one" in raw for raw in raws] == [True, False]
    assert raws[0] == report(diagnostic="smtp; 550 5.1.1 one")


def test_a_mail_that_could_not_be_kept_lies_there_the_next_time(db, server, route):
    server.put(plain("first", to="x@bounce.example.org"))
    server.put(plain("second", to="x@bounce.example.org"))
    kept = []

    def stumble(raw, size):
        if kept:
            raise OSError("the disk is full")
        kept.append(raw)

    with pytest.raises(MailboxAway):
        fetch(route, keep=stumble)
    assert fetch(route, keep=keep_fetched) >= 1
    subjects = {bytes(event.raw).partition(b"Subject: ")[2].split(b"\r\n")[0] for event in InboundEvent.objects.all()}
    assert b"second" in subjects


def test_a_mail_that_lies_there_twice_is_one_event(db, server, route):
    for _ in range(2):
        server.put(report())

    assert fetch(route, keep=keep_fetched) == 2
    assert InboundEvent.objects.count() == 1


def test_a_mail_with_long_lines_is_read(db, server, route):
    server.put(plain("x" * 5_000, to="x@bounce.example.org"))

    assert fetch(route, keep=keep_fetched) == 1
    assert b"x" * 5_000 in bytes(InboundEvent.objects.get().raw)


def test_of_a_huge_mail_only_the_beginning_is_fetched(db, server, route):
    body = b"line of a picture\r\n" * (MOST_BYTES // 16)
    server.put(report() + body)

    assert fetch(route, keep=keep_fetched) == 1
    event = InboundEvent.objects.get()
    assert event.verdict == InboundEvent.Verdict.TOO_BIG
    assert len(event.raw) <= HEAD_BYTES


def test_a_bounce_in_the_mailbox_names_its_letter_by_the_address_it_came_to(server, route, ada):
    server.put(b"Delivered-To: " + ada.envelope_from.encode() + b"\r\n" + report(to="bounces@bounce.example.org"))

    fetch(route, keep=keep_fetched)
    hear_waiting()

    assert Delivery.objects.get(public_id=ada.delivery_id).outcome == "bounced"


def test_a_wrong_password_is_told_without_naming_it(server, route):
    wrong = type(route)(
        **{**{name: getattr(route, name) for name in route.__dataclass_fields__}, "password": "secret-no"}
    )

    with pytest.raises(MailboxAway) as away:
        fetch(wrong, keep=keep_fetched)

    assert "secret-no" not in str(away.value)


def test_nobody_there_is_told(route):
    with pytest.raises(MailboxAway, match=r"127\.0\.0\.1:1"):
        fetch(replace(route, port=1), keep=keep_fetched)
