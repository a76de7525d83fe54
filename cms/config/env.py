"""The environment, read once and typed. Nothing else reads os.environ."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.config import origins, paces, proxies, senders

MOST_CONNECTIONS = 256
BASE_DIR = Path(__file__).resolve().parents[2]


class Secret(str):
    """A text that no log, traceback or debugger shows by accident."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'" if self else "''"


@dataclass(frozen=True)
class Env:
    """What the machine tells us."""

    var: Path  # PARTWISE_VAR: everything that running code writes
    port: int  # PORT: where the demo and the development server listen, on 127.0.0.1; 8000 if unset
    base_url: str  # PARTWISE_BASE_URL: the public address, for links in letters
    secret_key: Secret  # SECRET_KEY: signs sessions and derives the keys of tokens; production wants 50 characters
    allowed_hosts: tuple[str, ...]  # PARTWISE_HOSTS: the host names that the site answers to, separated by commas
    proxies: proxies.Networks  # PARTWISE_PROXIES: proxies of yours, whose X-Forwarded-For is believed: 10.0.0.0/8
    api_origins: tuple[str, ...]  # PARTWISE_API_ORIGINS: sites whose pages may read the API in a browser; * if unset
    second_factor: str  # PARTWISE_SECOND_FACTOR: on or off; unset, production asks for it and the demo does not
    database_url: Secret  # DATABASE_URL: postgres://user:password@host:5432/name; if unset, SQLite under var
    transport: str  # PARTWISE_TRANSPORT: how letters leave: outbox (a local mailbox), smtp, esp or memory
    smtp_url: Secret  # PARTWISE_SMTP_URL: the next server, such as smtp://user:password@host:587?tls=required
    smtp_connections: int  # PARTWISE_SMTP_CONNECTIONS: how many connections each sender keeps to it; 8 if unset
    per_second: paces.Rate  # PARTWISE_PER_SECOND: how many letters may leave in a second; no limit if unset
    receivers_per_second: paces.Rates  # PARTWISE_RECEIVERS_PER_SECOND: by mailbox provider: gmail=20,example.org=0.5
    warm_up: paces.Start  # PARTWISE_WARM_UP: a new sending domain's first day, and its letters: 2026-12-01:200
    esp: str  # PARTWISE_ESP: the provider, if PARTWISE_TRANSPORT is esp, such as postmark; see docs/howto/providers.md
    esp_key: Secret  # PARTWISE_ESP_KEY: the provider's API key or server token
    esp_secret: Secret  # PARTWISE_ESP_SECRET: a second key, where the provider has one
    esp_options: str  # PARTWISE_ESP_OPTIONS: what else the provider needs, such as region_name=eu-west-1&api_url=...
    esp_events: Secret  # PARTWISE_ESP_EVENTS: user:password of your choice, for what the provider tells us
    esp_events_key: Secret  # PARTWISE_ESP_EVENTS_KEY: the provider's signing key for its events, where it has one
    bounce_mailbox: Secret  # PARTWISE_BOUNCE_MAILBOX: a mailbox of bounces: imaps://user:password@host/INBOX, or pop3s
    lmtp: str  # PARTWISE_LMTP: where your mail server brings bounces: 127.0.0.1:8024, or the path of a socket
    broker_url: Secret  # PARTWISE_BROKER_URL: RabbitMQ (amqp://) or Redis (redis://), for more than one machine
    sending_domain: str  # PARTWISE_SENDING_DOMAIN: right side of Message-IDs and return paths
    mail_host: str  # PARTWISE_MAIL_HOST: the public name of your own mail server, such as mail.example.org
    sending_addresses: senders.Texts  # PARTWISE_SENDING_ADDRESSES: where it sends from, as 192.0.2.7,2001:db8::7
    spf_includes: senders.Texts  # PARTWISE_SPF_INCLUDES: what your relay asks for in SPF, such as spf.example.net
    dkim_selectors: senders.Texts  # PARTWISE_DKIM_SELECTORS: under which your DKIM keys are published, as s1,s2
    dkim_domain: str  # PARTWISE_DKIM_DOMAIN: the domain of DKIM signatures (d=); the sending domain if unset
    dkim_key: str  # PARTWISE_DKIM_KEY: the path of the first selector's key file, to compare; the public key is enough
    test_worker: str  # PYTEST_XDIST_WORKER: set by parallel tests, to keep apart what they write


def read() -> Env:
    """The environment as one typed value. Raises ImproperlyConfigured, naming the variable, for an odd value."""
    port = _port(os.environ.get("PORT", "8000"))
    return Env(
        var=Path(os.environ.get("PARTWISE_VAR") or BASE_DIR / "var").resolve(),
        port=port,
        base_url=_base_url(os.environ.get("PARTWISE_BASE_URL") or f"http://127.0.0.1:{port}"),
        secret_key=Secret(os.environ.get("SECRET_KEY", "")),
        allowed_hosts=tuple(host for host in os.environ.get("PARTWISE_HOSTS", "").split(",") if host),
        proxies=proxies.networks(os.environ.get("PARTWISE_PROXIES", "")),
        api_origins=origins.origins(os.environ.get("PARTWISE_API_ORIGINS", "")),
        second_factor=_on_or_off(os.environ.get("PARTWISE_SECOND_FACTOR", "")),
        database_url=Secret(os.environ.get("DATABASE_URL", "")),
        transport=os.environ.get("PARTWISE_TRANSPORT", ""),
        smtp_url=Secret(os.environ.get("PARTWISE_SMTP_URL", "")),
        smtp_connections=_connections(os.environ.get("PARTWISE_SMTP_CONNECTIONS") or "8"),
        per_second=paces.per_second(os.environ.get("PARTWISE_PER_SECOND", "")),
        receivers_per_second=paces.receivers(os.environ.get("PARTWISE_RECEIVERS_PER_SECOND", "")),
        warm_up=paces.warm_up(os.environ.get("PARTWISE_WARM_UP", "")),
        broker_url=Secret(os.environ.get("PARTWISE_BROKER_URL", "")),
        sending_domain=os.environ.get("PARTWISE_SENDING_DOMAIN", ""),
        test_worker=os.environ.get("PYTEST_XDIST_WORKER", ""),
        **_told_of_provider(),
        **_told_of_sender(),
    )


def database(url: str, *, var: Path) -> dict[str, object]:
    """Django's database settings for a DATABASE_URL; an empty one means the embedded SQLite file under `var`."""
    if not url:
        return sqlite(var / "partwise.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme!r}. Use postgres:// or sqlite:///.")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def sqlite(path: Path) -> dict[str, object]:
    """The embedded database: writers queue instead of failing, and a commit survives a power cut."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL",
        },
    }


def _told_of_provider() -> dict[str, object]:
    """Who hands over for us, and how we hear what became of it."""
    return {
        "esp": os.environ.get("PARTWISE_ESP", ""),
        "esp_key": Secret(os.environ.get("PARTWISE_ESP_KEY", "")),
        "esp_secret": Secret(os.environ.get("PARTWISE_ESP_SECRET", "")),
        "esp_options": os.environ.get("PARTWISE_ESP_OPTIONS", ""),
        "esp_events": Secret(os.environ.get("PARTWISE_ESP_EVENTS", "")),
        "esp_events_key": Secret(os.environ.get("PARTWISE_ESP_EVENTS_KEY", "")),
        "bounce_mailbox": Secret(os.environ.get("PARTWISE_BOUNCE_MAILBOX", "")),
        "lmtp": os.environ.get("PARTWISE_LMTP", ""),
    }


def _told_of_sender() -> dict[str, object]:
    """What cannot be found out about the sending domain from here."""
    return {
        "mail_host": senders.name(os.environ.get("PARTWISE_MAIL_HOST", ""), variable="PARTWISE_MAIL_HOST"),
        "sending_addresses": senders.addresses(os.environ.get("PARTWISE_SENDING_ADDRESSES", "")),
        "spf_includes": senders.names(os.environ.get("PARTWISE_SPF_INCLUDES", ""), variable="PARTWISE_SPF_INCLUDES"),
        "dkim_selectors": senders.names(
            os.environ.get("PARTWISE_DKIM_SELECTORS", ""), variable="PARTWISE_DKIM_SELECTORS"
        ),
        "dkim_domain": senders.name(os.environ.get("PARTWISE_DKIM_DOMAIN", ""), variable="PARTWISE_DKIM_DOMAIN"),
        "dkim_key": os.environ.get("PARTWISE_DKIM_KEY", ""),
    }


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise ImproperlyConfigured(f"PORT is {text!r}. Give a number between 1 and 65535.")
    return int(text)


def _on_or_off(text: str) -> str:
    if text not in {"", "on", "off"}:
        raise ImproperlyConfigured(f"PARTWISE_SECOND_FACTOR is {text!r}. Say on or off, or leave it out.")
    return text


def _connections(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= MOST_CONNECTIONS:
        raise ImproperlyConfigured(f"PARTWISE_SMTP_CONNECTIONS is {text!r}. Give a number between 1 and 256.")
    return int(text)


def _base_url(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname:
        raise ImproperlyConfigured(f"PARTWISE_BASE_URL is {text!r}. Give a whole address such as https://example.org.")
    return text.rstrip("/")
