"""Whether a domain takes mail, asked of a name server on loopback."""

import dns.resolver
import pytest

from cms.remote.mail_hosts import takes_mail
from tests.servers.names import name_server

ZONE = """
mail.test. MX 10 mx.mail.test.
null.test. MX 0 .
old.test. A 192.0.2.1
six.test. AAAA 2001:db8::1
bare.test. TXT "nothing"
; fails: broken.test
"""
ROOT = ". NS a.root-servers.net.\n"


@pytest.fixture
def server(monkeypatch):
    with name_server(ZONE + ROOT) as served:
        monkeypatch.setattr(dns.resolver, "default_resolver", served.resolver())
        yield


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
def test_only_a_clear_no_is_a_no(server, domain, takes):
    assert takes_mail(domain, timeout_s=1.0) is takes


def test_silence_is_no_no(monkeypatch):
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], 1
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)

    assert takes_mail("mail.test", timeout_s=0.2)


@pytest.mark.parametrize("root", ["", ". NS ns.our-own-network.test.\n", "; fails: .\n"])
@pytest.mark.parametrize("domain", ["bare.test", "nowhere.test"])
def test_the_name_server_of_a_closed_network_proves_nothing_of_names_that_it_does_not_know(monkeypatch, root, domain):
    with name_server(ZONE + root) as served:
        monkeypatch.setattr(dns.resolver, "default_resolver", served.resolver())

        assert takes_mail(domain, timeout_s=1.0)
        assert not takes_mail("null.test", timeout_s=1.0)


def test_the_root_is_asked_for_only_when_the_answer_is_no(monkeypatch):
    with name_server(ZONE + ROOT) as served:
        monkeypatch.setattr(dns.resolver, "default_resolver", served.resolver())
        takes_mail("mail.test", timeout_s=1.0)
        takes_mail("old.test", timeout_s=1.0)

    assert ("", "NS") not in served.asked
    assert (".", "NS") not in served.asked
