"""What an address for leaving answers to a mail program (RFC 8058)."""

from collections.abc import Callable, Mapping

import requests

FORM = {"List-Unsubscribe": "One-Click"}


class NotReached(Exception):  # noqa: N818 - the house names exceptions by what happened
    """Nobody answered at this address; the message says why."""


def pressed(url: str, *, timeout_s: float = 10.0) -> Mapping[str, int]:
    """The status of each way to press, without following a redirect, and of a look. Raises NotReached."""
    calls: Mapping[str, Callable[..., requests.Response]] = {"A look": requests.get, **_PRESSES}
    try:
        return {name: _status(call, url, timeout_s) for name, call in calls.items()}
    except requests.RequestException as failure:
        raise NotReached(type(failure).__name__) from failure


def _status(call: Callable[..., requests.Response], url: str, timeout_s: float) -> int:
    with call(url, timeout=timeout_s, allow_redirects=False, stream=True) as answer:
        return answer.status_code


def _form(url: str, **how) -> requests.Response:
    return requests.post(url, data=FORM, **how)  # noqa: S113 - the time-out is among `how`


def _multipart(url: str, **how) -> requests.Response:
    parts = {name: (None, value) for name, value in FORM.items()}
    return requests.post(url, files=parts, **how)  # noqa: S113 - as above


_PRESSES = {"A press as a form": _form, "A press as multipart": _multipart}
