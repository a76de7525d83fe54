"""What the checks may know of this installation; the door loads it, and looks at what is not in DNS."""

from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address, ip_network

from newsletter.core.providers import Provider

# Names that lead nowhere from outside (RFC 2606, 6761, 6762, 8375, 9476), and a bare number at the end.
_PRIVATE_ENDS = frozenset({"localhost", "local", "internal", "lan", "test", "invalid", "onion", "alt", "arpa"})
_PRIVATE_NETWORKS = tuple(
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "ff00::/8"),
    )
)


@dataclass(frozen=True, kw_only=True)
class HopSeen:
    """How the next server greeted us. `fault` says what is wrong with its TLS, `away` that nobody answered."""

    host: str
    is_here: bool = False
    offers_tls: bool = False
    fault: str = ""
    away: str = ""
    expires: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """How our own address for leaving answered: the status of each call by its name, or `away`."""

    statuses: tuple[tuple[str, int], ...] = ()
    away: str = ""


@dataclass(frozen=True, kw_only=True)
class LastLetter:
    """The bytes of the newest issue that left, made for a reader who does not exist, or why they cannot be made."""

    data: bytes = field(default=b"", repr=False)
    return_path: str = ""
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class DomainFacts:
    """`from_domains` are those of the newsletters' addresses; `site_url` has no slash at its end.

    `provider` is None where letters leave over SMTP or stay here. `addresses` are those that the mail server sends
    from, `spf_includes` what a relay asks for in SPF. `dkim_key` is the PEM text of the key of the first selector,
    `dkim_key_fault` why it cannot be read. `now` is aware.
    """

    sending_domain: str
    site_url: str
    now: datetime
    from_domains: tuple[str, ...] = ()
    provider: Provider | None = None
    mail_host: str = ""
    addresses: tuple[str, ...] = ()
    spf_includes: tuple[str, ...] = ()
    dkim_selectors: tuple[str, ...] = ()
    dkim_domain: str = ""
    dkim_key: str = field(default="", repr=False)
    dkim_key_fault: str = ""
    hop: HopSeen | None = None
    pressed: Pressed | None = None
    letter: LastLetter | None = None

    @property
    def bounce_domain(self) -> str:
        return f"bounce.{self.sending_domain}"

    @property
    def server_name(self) -> str:
        """The public name of the mail server: the one that was told, or the usual one."""
        return self.mail_host or f"mail.{self.sending_domain}"


def is_public(domain: str) -> bool:
    """Whether others could look this name up at all."""
    labels = domain.rstrip(".").lower().split(".")
    return len(labels) > 1 and labels[-1] not in _PRIVATE_ENDS and not labels[-1].isdecimal()


def address_record(address: str) -> str:
    """The type of record that holds it: A or AAAA."""
    return "A" if ip_address(address).version == 4 else "AAAA"


def others_reach(address: str) -> bool:
    """Whether the address is one of the public network's."""
    found = ip_address(address)
    return not any(found in network for network in _PRIVATE_NETWORKS)
