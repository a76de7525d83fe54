"""Questions to DNS, asked of a name server on loopback."""

import time

import dns.resolver
import pytest

from cms.core.names import Heard, Question
from cms.remote.names import Names
from tests.servers.names import name_server

ZONE = """
mail.test. MX 20 Second.mail.test.
mail.test. MX 10 first.mail.test.
mail.test. TXT "v=spf1 " "-all"
first.mail.test. A 192.0.2.1
7.2.0.192.in-addr.arpa. PTR first.mail.test.
alias.test. CNAME mail.test.
a.test. CNAME b.test.
b.test. CNAME c.test.
c.test. CNAME a.test.
lost.test. CNAME nowhere.test.
; silent: silent.test
; fails: broken.test
"""
LARGE = "".join(f'large.test. TXT "{letter * 250}"\n' for letter in "abcdefgh")


@pytest.fixture
def server(monkeypatch):
    with name_server(ZONE + LARGE) as served:
        monkeypatch.setattr(dns.resolver, "default_resolver", served.resolver())
        yield served


@pytest.fixture
def names(server):
    return Names(timeout_s=0.5)


def heard(names, name, kind):
    return names.answer(Question(name, kind)).heard


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("mail.test", "MX", {"10 first.mail.test", "20 second.mail.test"}),
        ("mail.test", "TXT", {"v=spf1 -all"}),
        ("first.mail.test", "A", {"192.0.2.1"}),
        ("7.2.0.192.in-addr.arpa", "PTR", {"first.mail.test"}),
        ("alias.test", "TXT", {"v=spf1 -all"}),
    ],
)
def test_what_is_found_is_plain_text(names, name, kind, values):
    assert set(names.answer(Question(name, kind)).values) == values


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("first.mail.test", Heard.NOTHING),
        ("nowhere.test", Heard.NO_NAME),
        ("lost.test", Heard.NO_NAME),
        ("a.test", Heard.CIRCLE),
        ("broken.test", Heard.SILENCE),
        ("silent.test", Heard.SILENCE),
        ("a..test", Heard.NO_NAME),
        ("x" * 64 + ".test", Heard.NO_NAME),
    ],
)
def test_a_no_a_circle_and_silence_are_told_apart(names, name, said):
    assert heard(names, name, "TXT") is said


def test_an_answer_too_large_for_a_datagram_comes_whole(names):
    assert len(names.answer(Question("large.test", "TXT")).values) == 8


def test_a_question_is_asked_once(names, server):
    for _ in range(3):
        heard(names, "mail.test", "MX")

    assert server.asked == [("mail.test", "MX")]


def test_after_three_silences_nobody_waits_for_the_rest(monkeypatch):
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], 1
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
    names, began = Names(timeout_s=0.1), time.monotonic()

    said = {heard(names, f"{number}.test", "A") for number in range(200)}

    assert said == {Heard.SILENCE}
    assert names.is_offline
    assert time.monotonic() - began < 5


def test_without_any_name_server_there_is_silence(monkeypatch):
    def nothing_configured(*_, **__):
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver, "default_resolver", None)
    monkeypatch.setattr(dns.resolver.Resolver, "__init__", nothing_configured)

    assert heard(Names(), "mail.test", "A") is Heard.SILENCE
