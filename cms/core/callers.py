"""Who calls, when proxies of ours stand between."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

Network = IPv4Network | IPv6Network


def caller(connected: str, forwarded: str, *, proxies: Sequence[Network]) -> str:
    """The IP address of whoever calls: the last one that no proxy of ours has (ASVS 5.0 15.3.4).

    `connected` is the other end of the connection, `forwarded` the X-Forwarded-For that came with it. What a
    stranger writes there is not believed: it is read from the right, and only behind proxies that were named.
    """
    hops = [*(hop.strip() for hop in forwarded.split(",")), connected] if forwarded else [connected]
    for hop in reversed(hops):
        if not _is_ours(hop, proxies):
            return hop
    return hops[0]


def _is_ours(hop: str, proxies: Sequence[Network]) -> bool:
    try:
        return any(ip_address(hop) in network for network in proxies)
    except ValueError:
        return False
