"""What is odd about the newsletter's settings is told at start, not when the first letter should leave."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register  # noqa: A004 - Django's name

from newsletter.conf import Conf, conf
from newsletter.core.inbound_routes import lmtp_place, mailbox_route
from newsletter.core.provider_routes import provider_route
from newsletter.core.providers import PROVIDERS
from newsletter.core.routes import RouteNotUnderstood, smtp_route
from newsletter.core.tokens import MOST_KEYS
from newsletter.transports.choose import NAMES


@register("newsletter")
def check_transport(app_configs=None, **kwargs) -> list[Error]:  # noqa: ARG001 - Django's signature
    """The transport exists, and its address is understood."""
    chosen = conf()
    if chosen.transport not in NAMES:
        words = f"PARTWISE_TRANSPORT is {chosen.transport!r}."
        return [Error(words, hint=f"Use one of {', '.join(NAMES)}.", id="newsletter.E001")]
    try:
        if chosen.transport == "smtp":
            smtp_route(chosen.smtp_url)
        if chosen.transport == "esp":
            provider_route(**chosen.esp)
    except RouteNotUnderstood as odd:
        return [Error(str(odd), hint="See docs/reference for its form.", id="newsletter.E002")]
    return []


@register("newsletter")
def check_tracking(app_configs=None, **kwargs) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """Letters are not measured; where only the provider's account can say so, a person must."""
    chosen = conf()
    provider = PROVIDERS.get(chosen.esp["slug"]) if chosen.transport == "esp" else None
    if not provider or provider.switches_tracking:
        return []
    words = f"{provider.name} cannot be told for each letter not to measure opens and clicks."
    return [Info(words, hint=f"Turn both off in your account at {provider.name}.", id="newsletter.I005")]


@register("newsletter")
def check_bounces(app_configs=None, **kwargs) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """The ways by which we hear what became of letters are understood; where there is none, a person should know."""
    own = conf()
    try:
        if own.bounce_mailbox:
            mailbox_route(own.bounce_mailbox)
        if own.lmtp:
            lmtp_place(own.lmtp)
    except RouteNotUnderstood as odd:
        return [Error(str(odd), hint="See docs/howto/bounces.md.", id="newsletter.E006")]
    return _unheard(own)


def _unheard(own: Conf) -> list[CheckMessage]:
    provider = PROVIDERS.get(own.esp["slug"]) if own.transport == "esp" else None
    if provider and not provider.tells_of_bounces:
        # Nobody can say whose bounce it is: letters would go to dead addresses for ever.
        words = f"Bounces are not heard: {provider.name} does not tell us whose letter came back in a way that we read."
        return [Warning(words, hint="Choose another provider for newsletters.", id="newsletter.W006")]
    if (
        own.hears_mail
        or own.transport in {"outbox", "memory"}
        or (provider and provider.is_heard(**own.provider_proof))
    ):
        return []
    hint = "See docs/howto/bounces.md for the three ways."
    return [Info("Bounces and complaints are not heard.", hint=hint, id="newsletter.I006")]


@register("newsletter")
def check_sending_domain(app_configs=None, **kwargs) -> list[Error]:  # noqa: ARG001 - Django's signature
    """Message-IDs and return paths need a domain of plain letters."""
    domain = conf().sending_domain
    if domain and domain.isascii() and domain.replace(".", "").replace("-", "").isalnum():
        return []
    hint = "Set it to a domain such as letters.example.org."
    return [Error(f"PARTWISE_SENDING_DOMAIN is {domain!r}.", hint=hint, id="newsletter.E003")]


@register("newsletter")
def check_keys(app_configs=None, **kwargs) -> list[Error]:  # noqa: ARG001 - Django's signature
    """Tokens name their key in four bits."""
    if len(settings.SECRET_KEY_FALLBACKS) < MOST_KEYS:
        return []
    hint = "Ask before you take one out: letters that have left carry tokens made with it."
    return [Error(f"There are more than {MOST_KEYS - 1} SECRET_KEY_FALLBACKS.", hint=hint, id="newsletter.E004")]
