"""Where mail comes in: a mailbox to be fetched from, and an address to listen at, understood."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from newsletter.core.routes import LOOPBACK, RouteNotUnderstood

PORTS = {"imaps": 993, "pop3s": 995, "imap": 143, "pop3": 110}
_IN_THE_OPEN = frozenset({"imap", "pop3"})


@dataclass(frozen=True, kw_only=True)
class MailboxRoute:
    """One mailbox of which everything that is read is deleted. `ca` is the path of an authority of its own."""

    is_imap: bool
    has_tls: bool
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    ca: str = ""


def mailbox_route(url: str) -> MailboxRoute:
    """The mailbox that PARTWISE_BOUNCE_MAILBOX means. Raises RouteNotUnderstood."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise RouteNotUnderstood("PARTWISE_BOUNCE_MAILBOX is not like imaps://user:password@host/INBOX or pop3s://...")
    if parts.scheme in _IN_THE_OPEN and parts.hostname not in LOOPBACK:
        raise RouteNotUnderstood("PARTWISE_BOUNCE_MAILBOX has no TLS. Use imaps:// or pop3s:// for another machine.")
    options = dict(parse_qsl(parts.query))
    if unknown := set(options) - {"ca"}:
        raise RouteNotUnderstood(f"PARTWISE_BOUNCE_MAILBOX has the option {min(unknown)!r}. It may have ca.")
    return MailboxRoute(
        is_imap=parts.scheme.startswith("imap"),
        has_tls=parts.scheme not in _IN_THE_OPEN,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        ca=options.get("ca", ""),
    )


@dataclass(frozen=True, kw_only=True)
class LmtpPlace:
    """Where we listen: a Unix socket, or a port of this machine."""

    socket: str = ""
    host: str = ""
    port: int = 0


def lmtp_place(text: str) -> LmtpPlace:
    """The place that PARTWISE_LMTP means. Raises RouteNotUnderstood."""
    if text.startswith("/"):
        return LmtpPlace(socket=text)
    host, _, port = text.rpartition(":")
    if host in LOOPBACK and port.isdecimal() and 0 < int(port) < 65_536:
        return LmtpPlace(host=host, port=int(port))
    words = f"PARTWISE_LMTP is {text!r}. Give 127.0.0.1 with a port, such as 127.0.0.1:8024, or the path of a socket."
    raise RouteNotUnderstood(words)  # LMTP asks for no password: it is never offered to other machines
