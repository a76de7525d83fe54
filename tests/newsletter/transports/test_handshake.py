"""How the next server greets us, asked of real ones on loopback."""

import socket
import ssl
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from newsletter.core.routes import SmtpRoute, Tls
from newsletter.transports.handshake import seen
from tests.servers.smtp import recording_server

CERTIFICATE = Path(__file__).parents[2] / "servers" / "loopback.pem"


@contextmanager
def server(**options):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(None, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def context():
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(CERTIFICATE)
    return made


def look(port, *, tls=Tls.REQUIRED, ca=str(CERTIFICATE)):
    return seen(SmtpRoute(host="127.0.0.1", port=port, tls=tls, ca=ca), name="here.example", wait_s=2.0)


@pytest.mark.parametrize(("tls", "option"), [(Tls.REQUIRED, "tls_context"), (Tls.IMPLICIT, "ssl_context")])
def test_the_end_of_a_certificate_is_read(tls, option):
    with server(**{option: context()}) as port:
        found = look(port, tls=tls)

    assert (found.offers_tls, found.fault, found.away) == (True, "", "")
    assert f"{found.expires:%Y-%m-%d}" == "2126-10-30"
    assert found.is_here


def test_a_certificate_of_nobody_is_told():
    with server(tls_context=context()) as port:
        found = look(port, ca="")

    assert found.offers_tls
    assert "self-signed" in found.fault


def test_a_server_without_tls_is_told():
    with recording_server() as plain:
        found = look(plain.port)

    assert (found.offers_tls, found.away) == (False, "")


def test_a_server_that_is_away_is_no_exception():
    found = look(1)

    assert "refused" in found.away


def test_a_server_that_hangs_up_is_no_exception():
    with recording_server() as plain:
        plain.greeting = "554 not you"
        found = look(plain.port)

    assert "not you" in found.away
