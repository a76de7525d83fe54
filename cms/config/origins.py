"""How the setting of foreign front ends is written."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ANYBODY = "*"
DEFAULT_PORTS = {"http": 80, "https": 443}


def origins(text: str) -> tuple[str, ...]:
    """PARTWISE_API_ORIGINS: `*`, or origins as a browser writes them. Raises ImproperlyConfigured."""
    named = [part.strip() for part in text.split(",") if part.strip()]
    return (ANYBODY,) if ANYBODY in named or not named else tuple(map(_origin, named))


def _origin(text: str) -> str:
    try:
        parts = urlsplit(text.lower().removesuffix("/"))
        port = parts.port
    except ValueError:
        raise _odd(text) from None
    is_whole = parts.scheme in DEFAULT_PORTS and parts.hostname and "@" not in parts.netloc
    if not is_whole or parts.path or parts.query or parts.fragment:
        raise _odd(text)
    return f"{parts.scheme}://{parts.hostname}" + (
        f":{port}" if port not in {None, DEFAULT_PORTS[parts.scheme]} else ""
    )


def _odd(text: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"PARTWISE_API_ORIGINS holds {text!r}. Write scheme and host, as in https://www.example.org, or * for all."
    )
