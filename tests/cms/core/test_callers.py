from ipaddress import ip_network

import pytest

from cms.core.callers import caller

PROXIES = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"))


@pytest.mark.parametrize(
    ("connected", "forwarded", "found"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "nonsense, 10.0.0.2", "nonsense"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("", "", ""),
    ],
)
def test_a_caller_is_the_last_hop_that_is_not_ours(connected, forwarded, found):
    assert caller(connected, forwarded, proxies=PROXIES) == found


def test_without_proxies_nothing_forwarded_is_believed():
    assert caller("203.0.113.7", "198.51.100.1", proxies=()) == "203.0.113.7"
