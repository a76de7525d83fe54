import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.config.proxies import networks


def test_addresses_and_networks_are_read():
    assert [str(network) for network in networks("127.0.0.1, 10.0.0.0/8,2001:db8::/32")] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
        "2001:db8::/32",
    ]
    assert networks("") == ()


@pytest.mark.parametrize("text", ["proxy.example.org", "10.0.0.1/8", "300.0.0.1"])
def test_what_is_no_network_names_the_variable(text):
    with pytest.raises(ImproperlyConfigured, match="PARTWISE_PROXIES"):
        networks(text)
