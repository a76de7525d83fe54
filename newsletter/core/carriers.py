"""Who hands the letters over, as readers are told: our own server, another one, a provider, or nobody here."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address

NEAR = (".internal", ".local", ".lan", ".localdomain", ".home.arpa")


class Hands(StrEnum):
    OWN = "own"
    RELAY = "relay"
    PROVIDER = "provider"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """`name` is a provider's or a host's; `is_told_each_time`: with every letter, not to measure opens and clicks."""

    hands: Hands
    name: str = ""
    is_told_each_time: bool = True


def relay(host: str) -> Carrier:
    """The next mail server by its host; one that only our own network reaches is ours."""
    return Carrier(hands=Hands.OWN) if _is_near(host) else Carrier(hands=Hands.RELAY, name=host)


def _is_near(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.lower().endswith(NEAR)
