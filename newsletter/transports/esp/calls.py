"""One letter as one call to a provider: prepared, made when told, and its answer understood."""

import warnings
from dataclasses import dataclass
from typing import Any

from anymail.exceptions import AnymailError, AnymailNotSupportedWarning
from django.utils.module_loading import import_string

from newsletter.core.content import Message
from newsletter.core.provider_answers import Answer, by_recipient
from newsletter.core.providers import Provider, ProviderRoute, Repeats
from newsletter.transports.base import RouteFailed
from newsletter.transports.esp.emails import WireEmail, as_email
from newsletter.transports.esp.failures import NeverReached, answer_of

CONNECT_S = 10.0
ANSWER_S = 25.0  # less than a stopping sender waits
OWN = {
    "amazon_ses": "newsletter.transports.esp.amazon_ses.WireBackend",  # boto3 is an extra: nobody else may import it
    "mailgun": "newsletter.transports.esp.mailgun.WireBackend",
}


class CallRefused(Exception):  # noqa: N818 - the house names exceptions by what happened
    """The provider's API has no place for something in this letter."""


@dataclass(frozen=True)
class Call:
    """Everything but the POST is done."""

    email: WireEmail
    payload: Any


class Desk:
    """Where calls to one provider are made."""

    def __init__(self, route: ProviderRoute) -> None:
        self._provider = route.provider
        self._backend = _backend(route)

    def open(self) -> None:
        """Raises RouteFailed when something is missing that the settings should say."""
        try:
            self._backend.open()
        except NeverReached as missing:
            raise RouteFailed(f"{self._provider.name} cannot be asked: {missing}", is_refused=True) from missing

    def close(self) -> None:
        self._backend.close()

    def prepared(self, message: Message) -> Call:
        """The call for one message. Raises CallRefused."""
        email = as_email(message, provider=self._provider)
        try:
            payload = self._backend.build_message_payload(email, {})
        except AnymailError as odd:
            raise CallRefused(f"{self._provider.name} cannot carry this letter: {odd}") from odd
        if self._provider.repeats is Repeats.HEADER:
            # Anymail has no word for it: its esp_extra goes into the body only.
            payload.headers["Idempotency-Key"] = message.delivery_id
        return Call(email=email, payload=payload)

    def make(self, call: Call) -> Answer:
        """The POST, once, and what the provider said."""
        try:
            response = self._backend.post_to_esp(call.payload, call.email)
            heard = self._backend.parse_recipient_status(response, call.payload, call.email)
        except (AnymailError, OSError) as failure:
            return answer_of(failure)
        status = next(iter(heard.values()))
        words = getattr(response, "text", "")  # boto3 gives a dict instead
        return by_recipient(status.status, provider_id=status.message_id or "", words=words)


def _backend(route: ProviderRoute) -> Any:
    chosen = {name: value for name, value in _options(route, route.provider).items() if name and value}
    backend = import_string(OWN.get(route.provider.slug, f"anymail.backends.{route.provider.slug}.EmailBackend"))
    with warnings.catch_warnings():
        # Anymail no longer tries SendGrid with a real account, and says so each time.
        warnings.simplefilter("ignore", AnymailNotSupportedWarning)
        # A receipt says more than anymail's exception for "all recipients refused".
        return backend(**chosen, timeout=(CONNECT_S, ANSWER_S), ignore_recipient_status=True)


def _options(route: ProviderRoute, provider: Provider) -> dict[str, str]:
    return {provider.key: route.key, provider.secret: route.secret, "api_url": route.api_url, **route.options}
