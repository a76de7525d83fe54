import pytest

from newsletter.core.carriers import Hands, relay


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "10.0.0.4", "postfix", "mail.internal", "relay.LOCAL"])
def test_a_server_that_only_our_network_reaches_is_our_own(host):
    assert relay(host).hands is Hands.OWN
    assert relay(host).name == ""


@pytest.mark.parametrize("host", ["smtp.eu.mailgun.org", "relay.example.org", "9.9.9.9", "2606:4700::1111"])
def test_any_other_is_named(host):
    found = relay(host)

    assert (found.hands, found.name) == (Hands.RELAY, host)
