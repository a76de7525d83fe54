"""How the settings of the sending domain are written. Each raises ImproperlyConfigured, naming the variable."""

from ipaddress import ip_address

from django.core.exceptions import ImproperlyConfigured

Texts = tuple[str, ...]


def addresses(text: str) -> Texts:
    """PARTWISE_SENDING_ADDRESSES: IP addresses, as 192.0.2.7,2001:db8::7."""
    try:
        return tuple(str(ip_address(part)) for part in _parts(text))
    except ValueError as error:
        form = "Write it like 192.0.2.7,2001:db8::7."
        raise ImproperlyConfigured(f"PARTWISE_SENDING_ADDRESSES: {error}. {form}") from None


def names(text: str, *, variable: str) -> Texts:
    """Names of hosts, domains or selectors, as s1,s2."""
    found = tuple(part.rstrip(".").lower() for part in _parts(text))
    for name in found:
        if not name.isascii() or not name.replace("-", "").replace("_", "").replace(".", "").isalnum() or ".." in name:
            raise ImproperlyConfigured(f"{variable} has {name!r}. Write names of letters, digits, dots and hyphens.")
    return found


def name(text: str, *, variable: str) -> str:
    """One such name, or nothing."""
    found = names(text, variable=variable)
    if len(found) > 1:
        raise ImproperlyConfigured(f"{variable} has {len(found)} names. Give one.")
    return found[0] if found else ""


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
