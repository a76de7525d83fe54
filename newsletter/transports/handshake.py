"""How the next server greets us, without a letter: for the page about the sending domain, never while sending."""

import smtplib  # noqa: TID251 - this is newsletter/transports
import ssl
from datetime import UTC, datetime

from newsletter.core.deliverability.facts import HopSeen
from newsletter.core.routes import SmtpRoute, Tls

WAIT_S = 10.0


def seen(route: SmtpRoute, *, name: str, wait_s: float = WAIT_S) -> HopSeen:
    """Whether it offers TLS, and how long its certificate holds; a server that is away is no exception."""
    context = ssl.create_default_context(cafile=route.ca or None)
    known = {"host": route.host, "is_here": route.is_loopback}
    try:
        expires = _expires(route, context, name=name, wait_s=wait_s)
    except ssl.SSLCertVerificationError as refused:
        return HopSeen(**known, offers_tls=True, fault=refused.verify_message)
    except smtplib.SMTPNotSupportedError:
        return HopSeen(**known)
    except (OSError, smtplib.SMTPException) as away:
        return HopSeen(**known, away=str(away) or type(away).__name__)
    return HopSeen(**known, offers_tls=True, expires=expires)


def _expires(route: SmtpRoute, context: ssl.SSLContext, *, name: str, wait_s: float) -> datetime:
    """When its certificate runs out. Raises SMTPNotSupportedError where it offers no TLS."""
    address = {"host": route.host, "port": route.port, "local_hostname": name, "timeout": wait_s}
    if route.tls is Tls.IMPLICIT:
        with smtplib.SMTP_SSL(**address, context=context) as server:
            return _end_of(server)
    with smtplib.SMTP(**address) as server:
        server.starttls(context=context)
        return _end_of(server)


def _end_of(server: smtplib.SMTP) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(server.sock.getpeercert()["notAfter"]), tz=UTC)
