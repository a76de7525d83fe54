import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.config import senders


def test_nothing_told_is_nothing_known():
    assert senders.addresses(" ") == ()
    assert senders.names("", variable="X") == ()
    assert senders.name("", variable="X") == ""


def test_addresses_and_names_are_read_in_one_form():
    assert senders.addresses("192.0.2.7, 2001:DB8:0::7") == ("192.0.2.7", "2001:db8::7")
    assert senders.names("S1, s2._keys.Example.org.", variable="X") == ("s1", "s2._keys.example.org")
    assert senders.name("Mail.example.org.", variable="X") == "mail.example.org"


@pytest.mark.parametrize("text", ["mail.example.org", "192.0.2.0/24", "192.0.2.700"])
def test_an_odd_address_is_named(text):
    with pytest.raises(ImproperlyConfigured, match=r"PARTWISE_SENDING_ADDRESSES: .* Write it like"):
        senders.addresses(text)


@pytest.mark.parametrize("text", ["a b", "löwe", "a..b", "s1;s2", "http://x", "-"])
def test_an_odd_name_is_named(text):
    with pytest.raises(ImproperlyConfigured, match="PARTWISE_DKIM_SELECTORS has"):
        senders.names(text, variable="PARTWISE_DKIM_SELECTORS")


def test_one_name_means_one():
    with pytest.raises(ImproperlyConfigured, match=r"PARTWISE_MAIL_HOST has 2 names\. Give one"):
        senders.name("a.example,b.example", variable="PARTWISE_MAIL_HOST")
