"""Many letters in one call, where the provider knows the key of a call: what it is asked, and what it says of each."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from newsletter.core.provider_answers import Answer, Means
from newsletter.core.providers import Provider

_OF_ONE = ("to", "subject", "htmlContent", "textContent", "replyTo")  # what a version of Brevo's may say for itself
_KEY = "idempotencyKey"


class SharedPayload:
    """What anymail's backend asks of a payload. The payloads are those of the single calls, in their order."""

    def __init__(self, payloads: Sequence[Any], *, ids: Sequence[str], provider: Provider) -> None:
        self._payloads, self._slug = payloads, provider.slug
        # Of the letters themselves: the same letters together are the same call, whoever makes it.
        self._key = hashlib.sha256("\n".join(ids).encode()).hexdigest()

    def get_request_params(self, api_url: str) -> dict[str, Any]:
        """For the POST: as for the first letter, with everybody's in the body."""
        first = self._payloads[0]
        return first.get_request_params(api_url) | _ASKED[self._slug](self._payloads, self._key, api_url)


def shared_by_all(payload: Any, provider: Provider) -> Mapping[str, Any]:
    """What a call says once for all its letters: those in which it differs, as two newsletters' senders, share none."""
    return _of_all(payload.data) if provider.slug == "brevo" else {}


def answers(response: Any, count: int) -> list[Answer]:
    """What a yes says of each letter; one that does not name as many as were asked for says nothing."""
    ids = _ids(response)
    if len(ids) != count or not all(isinstance(one, str) and one for one in ids):
        return [Answer(means=Means.SILENCE, words=f"{len(ids)} of {count} letters named")] * count
    return [Answer(means=Means.ACCEPTED, provider_id=one, words="queued") for one in ids]


def _resend(payloads: Sequence[Any], key: str, api_url: str) -> dict[str, Any]:
    headers = payloads[0].headers | {"Idempotency-Key": key}
    body = payloads[0].serialize_json([payload.data for payload in payloads])
    return {"url": urljoin(api_url, "emails/batch"), "headers": headers, "data": body}


def _brevo(payloads: Sequence[Any], key: str, _api_url: str) -> dict[str, Any]:
    shared = _of_all(payloads[0].data)
    # Brevo wants a subject and words for everybody; each version has its own all the same.
    shared |= {name: payloads[0].data[name] for name in ("subject", "htmlContent") if name in payloads[0].data}
    shared |= {"headers": {_KEY: key}, "messageVersions": [_version(payload.data) for payload in payloads]}
    return {"data": payloads[0].serialize_json(shared)}


def _of_all(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in {*_OF_ONE, "headers"}}


def _version(data: Mapping[str, Any]) -> dict[str, Any]:
    headers = {name: value for name, value in data["headers"].items() if name.lower() != _KEY.lower()}
    return {name: data[name] for name in _OF_ONE if name in data} | {"headers": headers}


_ASKED: Mapping[str, Callable[[Sequence[Any], str, str], dict[str, Any]]] = {"resend": _resend, "brevo": _brevo}


def _ids(response: Any) -> list[Any]:
    try:
        told = response.json()
        return list(told["messageIds"] if "messageIds" in told else [one["id"] for one in told["data"]])
    except (ValueError, TypeError, KeyError):
        return []
