"""Where a route leads: an address such as smtp://user:password@relay.example.org:587?tls=required, understood."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Tls(StrEnum):
    """`required` and `opportunistic` are STARTTLS; `implicit` begins with TLS (RFC 8314)."""

    REQUIRED = "required"
    OPPORTUNISTIC = "opportunistic"
    IMPLICIT = "implicit"
    NONE = "none"


class RouteNotUnderstood(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The address of a route is odd; the message says what and what to do."""


@dataclass(frozen=True, kw_only=True)
class SmtpRoute:
    """One next server. `ca` is the path of a certificate authority of its own, or empty.

    None leads to another machine without TLS, or with a password over a line that may be open: RouteNotUnderstood.
    `opportunistic`, which has to be asked for, takes a server there that offers no TLS: then letters go in the open.
    """

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""

    def __post_init__(self) -> None:
        if self.is_loopback:
            return
        if self.tls is Tls.NONE:
            raise RouteNotUnderstood(
                "PARTWISE_SMTP_URL says tls=none, which is for this machine only. Letters to another need TLS."
            )
        if self.user and self.tls is Tls.OPPORTUNISTIC:
            raise RouteNotUnderstood("PARTWISE_SMTP_URL has a password for another machine, so it needs tls=required.")

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK


def smtp_route(url: str) -> SmtpRoute:
    """The route that PARTWISE_SMTP_URL means. Raises RouteNotUnderstood."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise RouteNotUnderstood("PARTWISE_SMTP_URL is not an address such as smtp://user:password@host:587.")
    options = dict(parse_qsl(parts.query))
    if unknown := set(options) - {"tls", "ca"}:
        raise RouteNotUnderstood(f"PARTWISE_SMTP_URL has the option {min(unknown)!r}. It may have tls and ca.")
    return SmtpRoute(
        host=parts.hostname,
        port=_port(url) or PORTS[parts.scheme],
        tls=_tls(parts.scheme, parts.hostname, options.get("tls")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ca=options.get("ca", ""),
    )


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError as odd:
        raise RouteNotUnderstood("PARTWISE_SMTP_URL has an odd port. Give a number between 1 and 65535.") from odd


def _tls(scheme: str, host: str, chosen: str | None) -> Tls:
    if scheme == "smtps":
        return Tls.IMPLICIT
    usual = Tls.OPPORTUNISTIC if host in LOOPBACK else Tls.REQUIRED
    try:
        return Tls(chosen) if chosen else usual
    except ValueError as odd:
        raise RouteNotUnderstood(f"PARTWISE_SMTP_URL says tls={chosen}. Use required, opportunistic or none.") from odd
