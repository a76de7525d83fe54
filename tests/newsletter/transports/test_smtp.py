"""The SMTP client against a server that records, and against one that keeps to the standard."""

import socket
import ssl
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from newsletter.core.receipts import Said, Stage
from newsletter.core.routes import SmtpRoute, Tls
from newsletter.transports import stream
from newsletter.transports.base import RouteFailed
from newsletter.transports.patience import Patience
from newsletter.transports.smtp import SmtpTransport
from tests.contracts.transports import TransportContract, everyone
from tests.factories import message
from tests.servers.smtp import recording_server

CERTIFICATE = Path(__file__).parents[2] / "servers" / "loopback.pem"


@pytest.fixture
def to():
    """Makes transports to a port, and closes them."""
    made = []

    def transport(port, *, patience=Patience(), connections=8, **changes):  # noqa: B008 - frozen
        route = SmtpRoute(**{"host": "127.0.0.1", "port": port, "tls": Tls.NONE, **changes})
        made.append(SmtpTransport(route, name="here.example", patience=patience, connections=connections))
        return made[-1]

    yield transport
    for each in made:
        each.close()


class SmtpContract(TransportContract):
    offers = ("SIZE 10000000",)
    connections = 8

    @property
    def most_built(self):
        return 2 * self.connections

    @pytest.fixture
    def transport(self, server, to):
        self.server = server
        server.offers = self.offers
        return to(server.port, connections=self.connections)

    def arrived(self):
        return self.server.recipients

    def bodies(self):
        return [body for _, body in self.server.accepted]


class TestStepByStep(SmtpContract):
    pass


class TestPipelined(SmtpContract):
    offers = ("SIZE 10000000", "PIPELINING")


class TestOneConnection(SmtpContract):
    offers = ("PIPELINING",)
    connections = 1


@pytest.fixture(params=[("SIZE 10000000",), ("SIZE 10000000", "PIPELINING")], ids=["step by step", "pipelined"])
def server(request):
    with recording_server() as record:
        record.offers = request.param
        yield record


@pytest.fixture
def said(server, to):
    """What each of these readers' messages was told, in the order of their names."""

    def what(*names, **how):
        receipts = to(server.port, **how).offer(map(message, names), mark=everyone)
        by_name = {receipt.delivery_id: (receipt.said, receipt.stage) for receipt in receipts}
        return [by_name[name] for name in names]

    return what


@pytest.mark.parametrize("connections", [1, 8])
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("450 at rcpt", (Said.DEFERRED, Stage.RCPT)),
        ("550 at rcpt", (Said.REFUSED, Stage.RCPT)),
        ("421 at rcpt", (Said.DEFERRED, Stage.RCPT)),
        ("554 at data", (Said.REFUSED, Stage.DATA)),
        ("reset at data", (Said.SILENCE, Stage.DATA)),
        ("early yes", (Said.SILENCE, Stage.DATA)),
        ("451 at dot", (Said.DEFERRED, Stage.DOT)),
        ("550 at dot", (Said.REFUSED, Stage.DOT)),
        ("reset before recording", (Said.SILENCE, Stage.DOT)),
        ("reset after dot", (Said.SILENCE, Stage.DOT)),
        ("nonsense at dot", (Said.SILENCE, Stage.DOT)),
        ("354 at dot", (Said.SILENCE, Stage.DOT)),
        ("split 250 at dot", (Said.ACCEPTED, Stage.DOT)),
    ],
)
def test_a_fault_is_told_as_it_is_and_harms_nobody_else(said, server, fault, told, connections):
    server.faults["bram"] = fault

    receipts = said("ada", "bram", "esra", connections=connections)

    accepted = (Said.ACCEPTED, Stage.DOT)
    assert receipts == [accepted, told, accepted]
    assert {"ada@example.org", "esra@example.org"} <= set(server.recipients)


def test_silence_after_the_dot_ends_with_the_answer_time(said, server):
    server.faults["ada"] = "silence after dot"

    assert said("ada", patience=Patience(answer_s=0.2)) == [(Said.SILENCE, Stage.DOT)]


@pytest.mark.parametrize("stage", ["rcpt", "dot"])
def test_an_answer_that_comes_in_drops_gets_no_more_time_than_one_that_does_not_come(said, server, stage):
    server.faults["ada"] = f"drips at {stage}"

    assert said("ada", patience=Patience(reply_s=0.4, answer_s=0.4)) == [(Said.SILENCE, Stage(stage))]


@pytest.mark.parametrize("stage", ["rcpt", "dot"])
def test_an_answer_that_comes_in_drops_is_heard_when_it_is_whole_in_time(said, server, stage):
    server.faults["ada"] = f"drips at {stage}"

    assert said("ada") == [(Said.ACCEPTED, Stage.DOT)]


def test_a_sender_that_is_told_to_stop_waits_a_little_and_is_then_in_doubt(to, server):
    server.faults["ada"] = "silence after dot"
    asked_to_stop = Event()
    patience = Patience(stop_s=0.2, stopping=asked_to_stop.is_set)

    def mark(waiting):
        asked_to_stop.set()  # while the last message goes out
        return everyone(waiting)

    receipts = list(to(server.port, patience=patience).offer([message("ada")], mark=mark))

    assert [(receipt.said, receipt.stage) for receipt in receipts] == [(Said.SILENCE, Stage.DOT)]
    assert server.recipients == ["ada@example.org"]


def test_an_answer_within_that_time_is_heard(to, server):
    server.answer_after_s = 0.3
    asked_to_stop = Event()
    patience = Patience(stopping=asked_to_stop.is_set)

    def mark(waiting):
        asked_to_stop.set()
        return everyone(waiting)

    receipts = list(to(server.port, patience=patience).offer([message("ada")], mark=mark))

    assert [(receipt.said, receipt.stage) for receipt in receipts] == [(Said.ACCEPTED, Stage.DOT)]


def test_what_is_not_at_the_gate_when_the_sender_stops_gets_no_dot_and_no_receipt(to, server):
    asked_to_stop, names = Event(), [f"reader{number}" for number in range(20)]
    patience = Patience(stopping=asked_to_stop.is_set)

    def mark(waiting):
        asked_to_stop.set()
        return everyone(waiting)

    receipts = list(to(server.port, patience=patience).offer(map(message, names), mark=mark))

    assert {receipt.said for receipt in receipts} == {Said.ACCEPTED}
    assert sorted(f"{receipt.delivery_id}@example.org" for receipt in receipts) == sorted(server.recipients)
    assert len(receipts) < len(names)


def test_a_connection_is_closed_without_a_dot_when_the_mark_says_no(to, server):
    list(to(server.port).offer([message("ada")], mark=lambda _: frozenset()))

    assert server.dropped.wait(5)
    assert server.accepted == []
    assert "QUIT" not in server.commands


def test_the_return_path_is_the_reader_s_own(said, server):
    said("ada")

    assert any(line.startswith("MAIL FROM:<b+token@bounce.example.org> SIZE=") for line in server.commands)


def test_one_connection_serves_many_messages(said, server):
    said(*(f"reader{number}" for number in range(5)), connections=1)

    assert server.commands.count("EHLO here.example") == 1


def test_many_connections_share_the_messages(said, server):
    server.answer_after_s = 0.05

    said(*(f"reader{number}" for number in range(40)), connections=4)

    assert server.commands.count("EHLO here.example") == 4
    assert len(set(server.recipients)) == 40


def test_those_who_wait_together_are_marked_together(to, server):
    sizes = []

    def mark(waiting):
        time.sleep(0.5 if not sizes else 0)  # a commit that takes its time: the others come to the gate meanwhile
        sizes.append(len(waiting))
        return everyone(waiting)

    list(to(server.port, connections=4).offer((message(f"reader{number}") for number in range(40)), mark=mark))

    assert 1 < max(sizes) <= 4
    assert sum(sizes) == 40


def test_no_connection_has_two_messages_behind_the_gate(to, server):
    """G3: at most as many marked messages without a receipt as there are connections."""
    open_marks, most = set(), 0

    def mark(waiting):
        nonlocal most
        open_marks.update(everyone(waiting))
        most = max(most, len(open_marks))
        return everyone(waiting)

    for receipt in to(server.port, connections=4).offer((message(f"reader{n}") for n in range(60)), mark=mark):
        open_marks.discard(receipt.delivery_id)

    assert most <= 4


def test_a_connection_outlives_an_offer_and_says_goodbye_at_the_end(to, server):
    transport = to(server.port)
    for name in ("ada", "bram", "esra"):
        list(transport.offer([message(name)], mark=everyone))
    transport.close()

    assert server.commands.count("EHLO here.example") == 1
    assert server.dropped.wait(5)
    assert server.commands[-1] == "QUIT"


def test_a_connection_that_rested_long_is_given_back(to, server):
    transport = to(server.port, patience=Patience(idle_s=0.0))
    list(transport.offer([message("ada")], mark=everyone))
    list(transport.offer([], mark=everyone))

    assert server.dropped.wait(5)
    assert server.commands[-1] == "QUIT"


def test_a_connection_that_the_server_closed_meanwhile_costs_nobody_anything(to, server):
    transport = to(server.port)
    list(transport.offer([message("ada")], mark=everyone))
    server.hang_up()
    assert server.dropped.wait(5)

    (receipt,) = transport.offer([message("esra")], mark=everyone)

    assert receipt.said is Said.ACCEPTED


def test_a_connection_is_replaced_after_a_hundred_messages(said, server):
    told = said(*(f"reader{number}" for number in range(150)), connections=1)

    assert set(told) == {(Said.ACCEPTED, Stage.DOT)}
    assert server.commands.count("EHLO here.example") == 2
    assert len(server.recipients) == 150


def test_a_message_larger_than_the_server_takes_is_not_offered(said, server):
    server.offers = (*server.offers, "SIZE 10")

    assert said("ada") == [(Said.REFUSED, Stage.RCPT)]
    assert not any(line.startswith("MAIL") for line in server.commands)


def test_a_body_that_the_server_does_not_read_does_not_come_to_the_gate(to, server):
    server.faults["ada"], server.offers = "reads no body", server.offers[1:]
    marked, endless = [], message("ada", data=b"x\r\n" * 8_000_000)

    def mark(waiting):
        marked.extend(waiting)
        return everyone(waiting)

    (receipt,) = to(server.port, patience=Patience(body_s=0.5)).offer([endless], mark=mark)

    assert (receipt.said, receipt.stage) == (Said.SILENCE, Stage.DATA)
    assert marked == []


def test_claims_are_renewed_while_a_body_is_still_written(to, server, monkeypatch):
    server.faults["ada"], server.offers = "reads no body", server.offers[1:]
    endless, asked = message("ada", data=b"x\r\n" * 8_000_000), []
    monkeypatch.setattr(stream, "TICK_S", 0.1)

    list(to(server.port, patience=Patience(body_s=0.5)).offer([endless], mark=lambda some: asked.append(some) or set()))

    assert () in asked


def test_receipts_are_written_though_another_connection_waits_for_its_answer(to, server):
    server.faults["bram"] = "silence after dot"
    told, written = [], []

    def mark(waiting):
        written.append(list(told))
        return everyone(waiting)

    offer = to(server.port, patience=Patience(answer_s=1.0)).offer([message("ada"), message("bram")], mark=mark)
    for receipt in offer:
        told += [receipt.delivery_id]

    assert written[-1] == ["ada"]


def test_small_packets_leave_at_once(to, server):
    transport = to(server.port)
    list(transport.offer([message("ada")], mark=everyone))

    (line,) = transport._lines
    assert line._raw.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(("greeting", "refused"), [("554 no", True), ("421 later", False)])
def test_a_server_that_does_not_want_us_closes_the_route(said, server, greeting, refused):
    server.greeting = greeting

    with pytest.raises(RouteFailed) as failed:
        said("ada")

    assert failed.value.is_refused is refused


def test_a_refused_return_path_is_the_fault_of_the_route(said, server):
    server.mail_reply = "530 5.7.0 authentication required"

    with pytest.raises(RouteFailed, match="530") as failed:
        said("ada")

    assert failed.value.is_refused


def test_nobody_listening_closes_the_route(to):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(RouteFailed, match="cannot be reached") as failed:
        list(to(port).offer([message("ada")], mark=everyone))

    assert not failed.value.is_refused


def test_required_tls_that_is_not_offered_closes_the_route(to, server):
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


def offered(transport, *names):
    """Everything is offered and the connections are closed, because aiosmtpd does not close its own."""
    try:
        list(transport.offer(map(message, names), mark=everyone))
    finally:
        transport.close()


def server_context():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_starttls_then_a_password_then_the_message(to, mechanism):
    hidden = {"PLAIN": ["LOGIN"], "LOGIN": ["PLAIN"]}[mechanism]
    with real_server(tls_context=server_context(), auth_exclude_mechanism=hidden) as (inbox, port):
        transport = to(port, tls=Tls.REQUIRED, ca=str(CERTIFICATE), user="partwise", password="a secret")
        offered(transport, "ada", "esra")

    assert sorted(inbox.kept) == [("ada@example.org", True, True), ("esra@example.org", True, True)]


def test_tls_from_the_first_byte(to):
    with real_server(ssl_context=server_context()) as (inbox, port):
        offered(to(port, tls=Tls.IMPLICIT, ca=str(CERTIFICATE)), "ada")

    assert [kept[0] for kept in inbox.kept] == ["ada@example.org"]


def test_a_server_without_tls_is_fine_on_loopback(to):
    with real_server() as (inbox, port):
        offered(to(port, tls=Tls.OPPORTUNISTIC), "ada")

    assert [kept[:2] for kept in inbox.kept] == [("ada@example.org", False)]


def test_a_certificate_of_nobody_is_refused(to):
    with real_server(tls_context=server_context()) as (inbox, port), pytest.raises(RouteFailed) as failed:
        offered(to(port, tls=Tls.REQUIRED), "ada")

    assert inbox.kept == []
    assert failed.value.is_refused


def test_a_wrong_password_closes_the_route(to):
    with real_server(tls_context=server_context()) as (_, port):
        transport = to(port, tls=Tls.REQUIRED, ca=str(CERTIFICATE), user="partwise", password="another")
        with pytest.raises(RouteFailed, match="535") as failed:
            offered(transport, "ada")

    assert failed.value.is_refused
