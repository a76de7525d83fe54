"""A letter, or several together, as one call to a provider: prepared, made when told, and its answer understood."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from anymail.exceptions import AnymailError, AnymailNotSupportedWarning
from django.utils.module_loading import import_string

from newsletter.core.content import Message
from newsletter.core.provider_answers import Answer, by_recipient
from newsletter.core.provider_routes import ProviderRoute
from newsletter.core.providers import Provider, Repeats
from newsletter.transports.base import RouteFailed
from newsletter.transports.esp.emails import WireEmail, as_email
from newsletter.transports.esp.failures import NeverReached, answer_of
from newsletter.transports.esp.together import SharedPayload, answers, shared_by_all

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
    """Everything but the POST is done. `count` letters share it."""

    message: Message
    email: WireEmail
    payload: Any
    count: int = 1


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
        return Call(message=message, email=email, payload=payload)

    def alike(self, calls: Sequence[Call]) -> Iterator[list[Call]]:
        """The calls in their order, cut where the next one may not share one call with those before it."""
        for _, some in groupby(calls, key=lambda call: shared_by_all(call.payload, self._provider)):
            yield list(some)

    def shared(self, calls: Sequence[Call]) -> Call:
        """One call for the letters of all, under a key of its own."""
        ids = [call.email.delivery_id for call in calls]
        payload = SharedPayload([call.payload for call in calls], ids=ids, provider=self._provider)
        return Call(message=calls[0].message, email=calls[0].email, payload=payload, count=len(calls))

    def make(self, call: Call) -> list[Answer]:
        """The POST, once, and what the provider said of each letter."""
        try:
            response = self._backend.post_to_esp(call.payload, call.email)
            if call.count > 1:
                return answers(response, call.count)
            heard = self._backend.parse_recipient_status(response, call.payload, call.email)
        except (AnymailError, OSError) as failure:
            return [answer_of(failure)] * call.count
        status = next(iter(heard.values()))
        words = getattr(response, "text", "")  # boto3 gives a dict instead
        return [by_recipient(status.status, provider_id=status.message_id or "", words=words)]


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
