"""What this installation decided about its newsletters, read from settings.PARTWISE into one frozen value."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from newsletter.core.providers import PROVIDERS
from newsletter.core.sign_up import folded
from newsletter.core.tokens import Keys, address_hmac
from newsletter.core.warmup import WarmUp

ROUTE_LENGTH = 120


@dataclass(frozen=True, kw_only=True)
class Dns:
    """What cannot be found out about the sending domain, and was told: for looking at it, never for sending.

    `dkim_key` is the path of the key file that belongs to the first selector, or empty.
    """

    mail_host: str
    addresses: tuple[str, ...]
    spf_includes: tuple[str, ...]
    dkim_selectors: tuple[str, ...]
    dkim_domain: str
    dkim_key: str


@dataclass(frozen=True, kw_only=True)
class Conf:
    """`base_url` has no slash at its end; `sending_domain` is the right side of Message-IDs and return paths.

    `per_second` limits all letters of the route, `receivers_per_second` those of it to one group of mailboxes.
    `journal` is the file of departures, which lies outside the database and is backed up apart from it.
    """

    base_url: str
    transport: str
    smtp_url: str = field(repr=False)
    smtp_connections: int
    per_second: float | None
    receivers_per_second: Mapping[str, float]
    warm_up: WarmUp | None
    esp: Mapping[str, str] = field(repr=False)
    esp_events: Mapping[str, str] = field(repr=False)
    bounce_mailbox: str = field(repr=False)
    lmtp: str
    has_broker: bool
    outbox_dir: Path
    journal: Path
    sending_domain: str
    dns: Dns

    @property
    def route(self) -> str:
        """The name of the way that letters take from here: the relay's host, the provider, or the transport."""
        names = {"smtp": urlsplit(self.smtp_url).hostname, "esp": self.esp["slug"]}
        return (names.get(self.transport) or self.transport)[:ROUTE_LENGTH]

    @property
    def provider_proof(self) -> Mapping[str, str]:
        """What proves that the chosen provider speaks: our password, and the key that it signs with."""
        provider = PROVIDERS.get(self.esp["slug"])
        own_key = self.esp["key"] if provider and provider.signs_with_key else ""
        return {**self.esp_events, "key": self.esp_events["key"] or own_key}

    @property
    def bounce_domain(self) -> str:
        """The domain of return paths."""
        return f"bounce.{self.sending_domain}"

    @property
    def hears_mail(self) -> bool:
        """Whether somebody reads what arrives at the bounce domain: then readers may leave by mail too."""
        return bool(self.lmtp or self.bounce_mailbox)


def conf() -> Conf:
    """The values as they are now: tests change settings."""
    own = settings.PARTWISE["newsletter"]
    return Conf(
        base_url=settings.PARTWISE["cms"]["base_url"],
        transport=own["transport"],
        smtp_url=own["smtp_url"],
        smtp_connections=own["smtp_connections"],
        per_second=own["per_second"],
        receivers_per_second=own["receivers_per_second"],
        warm_up=WarmUp(**own["warm_up"]) if own["warm_up"] else None,
        esp=own["esp"],
        esp_events=own["esp_events"],
        bounce_mailbox=own["bounce_mailbox"],
        lmtp=own["lmtp"],
        has_broker=own["has_broker"],
        outbox_dir=Path(own["outbox_dir"]),
        journal=Path(own["journal"]),
        sending_domain=own["sending_domain"],
        dns=Dns(**own["dns"]),
    )


def token_keys() -> Keys:
    """The keys of tokens in letters. Key ids count from the oldest secret, so a fallback may never be taken out."""
    secrets = _secrets()
    known = {key_id: _derived(secret, "token") for key_id, secret in enumerate(secrets)}
    return Keys(known=known, current=len(secrets) - 1)


def link_keys() -> Keys:
    """The keys of mailed links; a link remembers the id of its own."""
    known = {key_id: _derived(secret, "mailed-link") for key_id, secret in enumerate(_secrets())}
    return Keys(known=known, current=len(known) - 1)


def export_key() -> bytes:
    """The key of links to exports, which live for a day."""
    return _derived(_secrets()[-1], "export-link")


def message_id_key() -> bytes:
    """The key under which a delivery's dedupe key becomes its Message-ID."""
    return _derived(_secrets()[-1], "message-id")


def suppression_keys() -> Mapping[str, bytes]:
    """The keys under which addresses are suppressed, by id, the current one last."""
    keys = [_derived(secret, "suppression") for secret in _secrets()]
    return {sha256(key).hexdigest()[:8]: key for key in keys}


def address_hmacs(email_key: str) -> tuple[str, ...]:
    """An address under every known key: an erased one cannot be hashed anew, so old keys count for ever."""
    return tuple(address_hmac(email_key, key=key) for key in suppression_keys().values())


def counted_address(email_key: str) -> str:
    """What sign-ups for an address are counted under: a hash that names nobody, alike for dots and `+tag`."""
    return address_hmac(folded(email_key), key=_derived(_secrets()[-1], "mail-budget"))


def counted_network(network: str) -> str:
    """What sign-ups and wrong tokens from a network are counted under; empty for an unknown one."""
    return address_hmac(network, key=_derived(_secrets()[-1], "sign-up-network")) if network else ""


def _secrets() -> list[str]:
    """Oldest first; Django lists the older ones behind the newest."""
    return [*reversed(settings.SECRET_KEY_FALLBACKS), settings.SECRET_KEY]


def _derived(secret: str, purpose: str) -> bytes:
    # One key for each purpose: what verifies one kind of token proves nothing about another.
    return hmac.digest(secret.encode(), f"partwise newsletter {purpose}".encode(), sha256)
