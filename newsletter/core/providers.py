"""The providers that can hand over for us, what each asks for and what it cannot do; and a route to one, understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from newsletter.core.routes import LOOPBACK, RouteNotUnderstood


class Repeats(StrEnum):
    """How a provider is told that a call is the same call again (its idempotency key), if at all."""

    NO = "no"
    HEADER = "header"  # Resend: Idempotency-Key, kept for 24 hours
    FIELD = "field"  # Brevo: headers.idempotencyKey, kept for at least 15 minutes


@dataclass(frozen=True, kw_only=True)
class Provider:
    """`slug` is anymail's module; `key` and `secret` name what PARTWISE_ESP_KEY and PARTWISE_ESP_SECRET are there.

    `takes_wire`: our own bytes travel, else their subject, headers, text and HTML as fields of its API.
    `switches_tracking`: it can be told for each letter not to measure opens and clicks.
    """

    slug: str
    name: str
    key: str = "api_key"
    secret: str = ""
    needs_key: bool = True
    needs: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    switches_tracking: bool = True
    takes_wire: bool = False
    keeps_message_id: bool = False
    repeats: Repeats = Repeats.NO
    headers: tuple[tuple[str, str], ...] = ()


_ALL = (
    # Amazon's keys may also come from the machine's own role; boto3 finds them.
    Provider(
        slug="amazon_ses",
        name="Amazon SES",
        key="aws_access_key_id",
        secret="aws_secret_access_key",  # noqa: S106 - the name of a field
        needs_key=False,
        options=frozenset({"region_name", "configuration_set_name"}),
        switches_tracking=False,
        takes_wire=True,
    ),
    Provider(slug="brevo", name="Brevo", switches_tracking=False, repeats=Repeats.FIELD),
    Provider(slug="mailersend", name="MailerSend", key="api_token"),
    Provider(
        slug="mailgun", name="Mailgun", options=frozenset({"sender_domain"}), takes_wire=True, keeps_message_id=True
    ),
    Provider(slug="mailjet", name="Mailjet", secret="secret_key"),  # noqa: S106 - the name of a field
    Provider(
        slug="mailtrap",
        name="Mailtrap",
        key="api_token",
        options=frozenset({"sandbox_id"}),
        switches_tracking=False,
    ),
    Provider(slug="mandrill", name="Mandrill"),
    Provider(slug="postal", name="Postal", needs=frozenset({"api_url"}), switches_tracking=False),
    Provider(
        slug="postmark",
        name="Postmark",
        key="server_token",
        options=frozenset({"message_stream"}),
        keeps_message_id=True,
        headers=(("X-PM-KeepID", "true"),),  # else Postmark writes a Message-ID of its own
    ),
    Provider(slug="resend", name="Resend", switches_tracking=False, repeats=Repeats.HEADER),
    Provider(
        slug="scaleway",
        name="Scaleway",
        key="secret_key",
        needs=frozenset({"project_id"}),
        options=frozenset({"region"}),
        switches_tracking=False,
    ),
    Provider(slug="sendgrid", name="SendGrid", keeps_message_id=True),
    Provider(slug="sparkpost", name="SparkPost", options=frozenset({"subaccount"})),
    Provider(slug="unisender_go", name="Unisender Go", needs=frozenset({"api_url"})),
)
PROVIDERS: Mapping[str, Provider] = {provider.slug: provider for provider in _ALL}


@dataclass(frozen=True, kw_only=True)
class ProviderRoute:
    """One provider with its keys. `api_url` is empty for the provider's own."""

    provider: Provider
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    api_url: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


def provider_route(*, slug: str, key: str, secret: str, options: str) -> ProviderRoute:
    """The route that the settings mean; `options` is like `region_name=eu-west-1`. Raises RouteNotUnderstood."""
    provider = PROVIDERS.get(slug)
    if not provider:
        raise RouteNotUnderstood(f"PARTWISE_ESP is {slug!r}. Use one of {', '.join(PROVIDERS)}.")
    if provider.needs_key and not key:
        raise RouteNotUnderstood(f"PARTWISE_ESP_KEY is missing. {provider.name} calls it {provider.key}.")
    if bool(secret) != bool(provider.secret and key):
        raise RouteNotUnderstood(_odd_secret(provider, secret))
    chosen = dict(parse_qsl(options))
    _look_at(chosen, provider)
    return ProviderRoute(provider=provider, key=key, secret=secret, api_url=chosen.pop("api_url", ""), options=chosen)


def _look_at(chosen: Mapping[str, str], provider: Provider) -> None:
    known = {"api_url"} | provider.options | provider.needs
    if unknown := set(chosen) - known:
        words = f"PARTWISE_ESP_OPTIONS has {min(unknown)!r}. {provider.name} may have {', '.join(sorted(known))}."
        raise RouteNotUnderstood(words)
    if missing := provider.needs - set(chosen):
        words = f"PARTWISE_ESP_OPTIONS needs {min(missing)} for {provider.name}, as in {min(missing)}=..."
        raise RouteNotUnderstood(words)
    parts = urlsplit(chosen.get("api_url", "https://"))
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise RouteNotUnderstood("The api_url of PARTWISE_ESP_OPTIONS is not https. Letters need TLS on their way.")


def _odd_secret(provider: Provider, secret: str) -> str:
    if not secret:
        return f"PARTWISE_ESP_SECRET is missing. {provider.name} calls it {provider.secret}."
    if provider.secret:
        return f"PARTWISE_ESP_KEY is missing beside PARTWISE_ESP_SECRET. {provider.name} calls it {provider.key}."
    return f"{provider.name} has one key only. Take PARTWISE_ESP_SECRET out."
