"""A route to a provider, understood from the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from newsletter.core.providers import PROVIDERS, Provider
from newsletter.core.routes import LOOPBACK, RouteNotUnderstood


@dataclass(frozen=True, kw_only=True)
class ProviderRoute:
    """One provider with its keys. `api_url` is empty for the provider's own; `together` letters share one call."""

    provider: Provider
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    api_url: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    together: int = 1

    @property
    def words(self) -> str:
        """How letters leave, and how many may be in doubt at most when a sender ends in the middle."""
        if self.together == 1:
            return f"Letters leave through {self.provider.name}, one in a call: each sender has one in doubt at most."
        return (
            f"Letters leave through {self.provider.name}, up to {self.together:,} in a call: if a sender ends in the "
            f"middle of one, up to {self.together:,} letters may be uncertain."
        )


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
    return ProviderRoute(
        provider=provider,
        key=key,
        secret=secret,
        api_url=chosen.pop("api_url", ""),
        together=_together(chosen.pop("together", "1"), provider),
        options=chosen,
    )


def _together(told: str, provider: Provider) -> int:
    number = int(told) if told.isascii() and told.isdecimal() else 0
    if not 1 <= number <= provider.most_together:
        raise RouteNotUnderstood(
            f"PARTWISE_ESP_OPTIONS says together={told}. For {provider.name} use a number from 1 to "
            f"{provider.most_together:,}: how many letters share one call."
        )
    return number


def _look_at(chosen: Mapping[str, str], provider: Provider) -> None:
    known = {"api_url", "together"} | provider.options | provider.needs
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
