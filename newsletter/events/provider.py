"""What a provider tells us: anymail proves who speaks and reads it; we only write it down."""

import logging
import re
import warnings
from collections.abc import Callable
from typing import Any

from anymail.exceptions import AnymailError, AnymailNotSupportedWarning
from anymail.signals import AnymailTrackingEvent
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.module_loading import import_string

from newsletter.conf import conf
from newsletter.core.failures import where
from newsletter.core.providers import PROVIDERS, Provider
from newsletter.events.store import store_provider_event

log = logging.getLogger(__name__)

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def heard_provider() -> Provider | None:
    """The provider whose events are believed: the chosen one, once something proves that it is the one who speaks."""
    own = conf()
    provider = PROVIDERS.get(own.esp["slug"]) if own.transport == "esp" else None
    return provider if provider and provider.is_heard(**own.provider_proof) else None


def answer(request: HttpRequest, *, provider: Provider) -> HttpResponse:
    """Anymail's answer to a call of this provider; every event that it holds is stored by then, or none is.

    Raises SuspiciousOperation (400) for a call that proves nothing.
    """
    view = _view(provider)
    try:
        # A call may hold a thousand events: one commit for all, before the answer.
        with warnings.catch_warnings(), transaction.atomic():
            # Anymail no longer tries SendGrid with a real account, and says so each time.
            warnings.simplefilter("ignore", AnymailNotSupportedWarning)
            return view(request)
    except SuspiciousOperation:
        raise
    except (AnymailError, ValueError, LookupError, AttributeError, TypeError) as odd:
        log.warning("what a provider says cannot be read", extra={"provider": provider.slug, "at": where(odd)})
        return HttpResponseBadRequest(f"This is no event as {provider.name} writes it.\n", content_type="text/plain")


def store_event(event: AnymailTrackingEvent, *, provider: str) -> None:
    """One event in anymail's normal form, without the address and whatever else names the reader."""
    words = event.mta_response or event.description or ""
    fields = {
        "type": str(event.event_type or ""),
        "reason": str(event.reject_reason or ""),
        "words": str(words)[:2000],
        "public_id": _mark_of(event),
        "at": event.timestamp.isoformat() if event.timestamp else "",
    }
    store_provider_event(fields, provider=provider, event_id=str(event.event_id or ""))


def _mark_of(event: AnymailTrackingEvent) -> str:
    """Our own id of the letter, as it travelled with it: in its metadata, or as the tag that only we give."""
    in_tags = next((str(tag) for tag in event.tags or () if _UUID.fullmatch(str(tag))), "")
    return str((event.metadata or {}).get("public_id", "")) or in_tags


def _view(provider: Provider) -> Callable[[HttpRequest], HttpResponse]:
    known, secrets = import_string(f"anymail.webhooks.{provider.slug}.{provider.events}"), _secrets(provider)
    # Django takes only what the class has already, and anymail's password is none of it.
    return type(known.__name__, (known,), dict.fromkeys(secrets)).as_view(**secrets)


def _secrets(provider: Provider) -> dict[str, Any]:
    own = conf().provider_proof
    found: dict[str, Any] = {"webhook_secret": own["secret"]} if own["secret"] else {}
    if provider.events_key and own["key"]:
        found[provider.events_key] = own["key"]
    return found
