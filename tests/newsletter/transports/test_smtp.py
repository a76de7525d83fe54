"""The SMTP client against a server that records, and against one that keeps to the standard."""

import socket
import ssl
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from newsletter.core.content import Said, Stage
from newsletter.core.routes import SmtpRoute, Tls
from newsletter.transports.base import RouteFailed
from newsletter.transports.conversation import Patience
from newsletter.transports.smtp import SmtpTransport
from tests.contracts.transports import TransportContract, everyone
from tests.factories import message
from tests.servers.smtp import recording_server

CERTIFICATE = Path(__file__).parents[2] / "servers" / "loopback.pem"


def to(port, *, patience=Patience(), **changes):  # noqa: B008 - frozen
    route = SmtpRoute(**{"host": "127.0.0.1", "port": port, "tls": Tls.NONE, **changes})
    return SmtpTransport(route, name="here.example", patience=patience)


class TestSmtp(TransportContract):
    @pytest.fixture
    def transport(self, server):
        self.server = server
        return to(server.port)

    def arrived(self):
        return self.server.recipients

    def bodies(self):
        return [body for _, body in self.server.accepted]


@pytest.fixture
def server():
    with recording_server() as record:
        yield record


def said(server, *names, **how):
    receipts = to(server.port, **how).offer(map(message, names), mark=everyone)
    return [(receipt.said, receipt.stage) for receipt in receipts]


@pytest.mark.parametrize(
    ("fault", "answer", "stage"),
    [
        ("450 at rcpt", Said.DEFERRED, Stage.RCPT),
        ("550 at rcpt", Said.REFUSED, Stage.RCPT),
        ("421 at rcpt", Said.DEFERRED, Stage.RCPT),
        ("554 at data", Said.REFUSED, Stage.DATA),
        ("reset at data", Said.SILENCE, Stage.DATA),
        ("early yes", Said.SILENCE, Stage.DATA),
        ("451 at dot", Said.DEFERRED, Stage.DOT),
        ("550 at dot", Said.REFUSED, Stage.DOT),
        ("reset before recording", Said.SILENCE, Stage.DOT),
        ("reset after dot", Said.SILENCE, Stage.DOT),
        ("nonsense at dot", Said.SILENCE, Stage.DOT),
        ("354 at dot", Said.SILENCE, Stage.DOT),
        ("split 250 at dot", Said.ACCEPTED, Stage.DOT),
    ],
)
def test_a_fault_is_told_as_it_is_and_harms_nobody_else(server, fault, answer, stage):
    server.faults["bram"] = fault

    receipts = said(server, "ada", "bram", "esra")

    accepted = (Said.ACCEPTED, Stage.DOT)
    assert receipts == [accepted, (answer, stage), accepted]
    assert {"ada@example.org", "esra@example.org"} <= set(server.recipients)


def test_silence_after_the_dot_ends_with_the_answer_time(server):
    server.faults["ada"] = "silence after dot"

    assert said(server, "ada", patience=Patience(answer_s=0.2)) == [(Said.SILENCE, Stage.DOT)]


def test_a_sender_that_is_told_to_stop_waits_a_little_and_is_then_in_doubt(server):
    server.faults["ada"] = "silence after dot"
    asked_to_stop = Event()
    patience = Patience(stop_s=0.2, stopping=asked_to_stop.is_set)

    def mark(waiting):
        asked_to_stop.set()  # while the last message goes out
        return everyone(waiting)

    receipts = list(to(server.port, patience=patience).offer([message("ada")], mark=mark))

    assert [(receipt.said, receipt.stage) for receipt in receipts] == [(Said.SILENCE, Stage.DOT)]
    assert server.recipients == ["ada@example.org"]


def test_an_answer_within_that_time_is_heard(server):
    server.answer_after_s = 0.1

    assert said(server, "ada", patience=Patience(stop_s=30.0, stopping=lambda: True)) == [(Said.ACCEPTED, Stage.DOT)]


def test_a_connection_is_closed_without_a_dot_when_the_mark_says_no(server):
    list(to(server.port).offer([message("ada")], mark=lambda _: frozenset()))

    assert server.dropped.wait(5)
    assert server.accepted == []
    assert "QUIT" not in server.commands


def test_the_return_path_is_the_reader_s_own(server):
    said(server, "ada")

    assert any(line.startswith("MAIL FROM:<b+token@bounce.example.org> SIZE=") for line in server.commands)


def test_one_connection_serves_many_messages(server):
    said(server, *(f"reader{number}" for number in range(5)))

    assert server.commands.count("EHLO here.example") == 1


@pytest.mark.parametrize(("greeting", "refused"), [("554 no", True), ("421 later", False)])
def test_a_server_that_does_not_want_us_closes_the_route(server, greeting, refused):
    server.greeting = greeting

    with pytest.raises(RouteFailed) as failed:
        said(server, "ada")

    assert failed.value.is_refused is refused


def test_a_refused_return_path_is_the_fault_of_the_route(server):
    server.mail_reply = "530 5.7.0 authentication required"

    with pytest.raises(RouteFailed, match="530") as failed:
        said(server, "ada")

    assert failed.value.is_refused


def test_nobody_listening_closes_the_route():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(RouteFailed, match="cannot be reached") as failed:
        list(to(port).offer([message("ada")], mark=everyone))

    assert not failed.value.is_refused


def test_required_tls_that_is_not_offered_closes_the_route(server):
    with pytest.raises(RouteFailed, match="offers no TLS"):
        list(to(server.port, tls=Tls.REQUIRED).offer([message("ada")], mark=everyone))

    assert server.accepted == []


class Inbox:
    """What aiosmtpd accepted, and how it came."""

    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's signature
        self.kept.append((envelope.rcpt_tos[0], session.ssl is not None, session.authenticated))
        return "250 2.0.0 kept"


def known(server, session, envelope, mechanism, auth_data):
    return AuthResult(success=(auth_data.login, auth_data.password) == (b"partwise", b"a secret"), handled=False)


@contextmanager
def real_server(**options):
    """A server of aiosmtpd on loopback, with a certificate that is its own authority."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port, authenticator=known, **options)
    controller.start()
    try:
        yield inbox, port
    finally:
        controller.stop()


def server_context():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_starttls_then_a_password_then_the_message(mechanism):
    hidden = {"PLAIN": ["LOGIN"], "LOGIN": ["PLAIN"]}[mechanism]
    with real_server(tls_context=server_context(), auth_exclude_mechanism=hidden) as (inbox, port):
        transport = to(port, tls=Tls.REQUIRED, ca=str(CERTIFICATE), user="partwise", password="a secret")
        list(transport.offer([message("ada"), message("esra")], mark=everyone))

    assert inbox.kept == [("ada@example.org", True, True), ("esra@example.org", True, True)]


def test_tls_from_the_first_byte():
    with real_server(ssl_context=server_context()) as (inbox, port):
        list(to(port, tls=Tls.IMPLICIT, ca=str(CERTIFICATE)).offer([message("ada")], mark=everyone))

    assert [kept[0] for kept in inbox.kept] == ["ada@example.org"]


def test_a_server_without_tls_is_fine_on_loopback():
    with real_server() as (inbox, port):
        list(to(port, tls=Tls.OPPORTUNISTIC).offer([message("ada")], mark=everyone))

    assert [kept[:2] for kept in inbox.kept] == [("ada@example.org", False)]


def test_a_certificate_of_nobody_is_refused():
    with real_server(tls_context=server_context()) as (inbox, port), pytest.raises(RouteFailed) as failed:
        list(to(port, tls=Tls.REQUIRED).offer([message("ada")], mark=everyone))

    assert inbox.kept == []
    assert failed.value.is_refused


def test_a_wrong_password_closes_the_route():
    with real_server(tls_context=server_context()) as (_, port):
        transport = to(port, tls=Tls.REQUIRED, ca=str(CERTIFICATE), user="partwise", password="another")
        with pytest.raises(RouteFailed, match="535") as failed:
            list(transport.offer([message("ada")], mark=everyone))

    assert failed.value.is_refused
