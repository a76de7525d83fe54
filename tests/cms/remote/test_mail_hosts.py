"""Whether a domain takes mail, asked of a name server on loopback."""

import socketserver
import threading

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from cms.remote.mail_hosts import takes_mail

ZONE = {
    ("mail.test.", "MX"): "10 mx.mail.test.",
    ("null.test.", "MX"): "0 .",
    ("old.test.", "A"): "192.0.2.1",
    ("six.test.", "AAAA"): "2001:db8::1",
    ("bare.test.", "TXT"): '"nothing"',
}
BROKEN = "broken.test."


class Answers(socketserver.BaseRequestHandler):
    def handle(self):
        data, back = self.request
        asked = dns.message.from_wire(data)
        (question,) = asked.question
        name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
        answer = dns.message.make_response(asked)
        if name == BROKEN:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif (name, kind) in ZONE:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, ZONE[name, kind]))
        elif name not in {known for known, _ in ZONE}:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        back.sendto(answer.to_wire(), self.client_address)


@pytest.fixture
def name_server(monkeypatch):
    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        yield
        server.shutdown()


@pytest.mark.parametrize(
    ("domain", "takes"),
    [
        ("mail.test", True),
        ("old.test", True),
        ("six.test", True),
        ("null.test", False),
        ("bare.test", False),
        ("nowhere.test", False),
        ("broken.test", True),
    ],
)
def test_only_a_clear_no_is_a_no(name_server, domain, takes):
    assert takes_mail(domain, timeout_s=1.0) is takes


def test_silence_is_no_no(monkeypatch):
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], 1
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)

    assert takes_mail("mail.test", timeout_s=0.2)
