"""How the setting of trusted proxies is written."""

from ipaddress import IPv4Network, IPv6Network, ip_network

from django.core.exceptions import ImproperlyConfigured

Networks = tuple[IPv4Network | IPv6Network, ...]


def networks(text: str) -> Networks:
    """PARTWISE_PROXIES: addresses or networks, as 127.0.0.1,10.0.0.0/8. Raises ImproperlyConfigured."""
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise ImproperlyConfigured(f"PARTWISE_PROXIES: {error}. Write it like 127.0.0.1,10.0.0.0/8.") from None
