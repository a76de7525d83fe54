"""What went wrong with a call, and what it says about the letter: never reached, told, or in doubt."""

import ssl

import requests
from anymail.exceptions import AnymailError, AnymailRequestsAPIError
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from newsletter.core.provider_answers import Answer, Means, by_status

# TLS errors that only a handshake can raise: nothing was written yet.
_HANDSHAKE = frozenset({"WRONG_VERSION_NUMBER", "SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_PROTOCOL_VERSION"})
_BREVO_HAS_IT = "duplicate_parameter"  # Brevo's answer to a key that it took before


class NeverReached(AnymailError):  # noqa: N818 - the house names exceptions by what happened
    """The call ended before a byte of it was written; `is_refused` when waiting will not help."""

    def __init__(self, words: str, *, is_refused: bool = False) -> None:
        super().__init__(words)
        self.is_refused = is_refused


class HttpAnswer(AnymailError):  # noqa: N818 - the house names exceptions by what happened
    """The provider answered with a status that is not a success."""

    def __init__(self, words: str, *, status: int, retry_after: str = "", date: str = "") -> None:
        super().__init__(words)
        self.words, self.status, self.retry_after, self.date = words, status, retry_after, date


def answer_of(failure: BaseException) -> Answer:
    """What a failed call means; in doubt it is silence."""
    if isinstance(failure, NeverReached):
        return Answer(means=Means.NOT_US if failure.is_refused else Means.UNREACHED, words=str(failure))
    if isinstance(failure, HttpAnswer):
        return by_status(failure.status, words=failure.words, retry_after=failure.retry_after, date=failure.date)
    response = getattr(failure, "response", None)
    if isinstance(failure, AnymailRequestsAPIError) and response is not None:
        return _told(response)
    if _is(failure, requests.ConnectTimeout, NewConnectionError, ConnectTimeoutError) or _broke_in_handshake(failure):
        return Answer(means=Means.UNREACHED, words=_kind(failure))
    if _is(failure, ssl.SSLCertVerificationError):
        return Answer(means=Means.NOT_US, words=_kind(failure))
    return Answer(means=Means.SILENCE, words=_kind(failure))


def _told(response: requests.Response) -> Answer:
    if _BREVO_HAS_IT in response.text:
        return Answer(means=Means.ACCEPTED, words=response.text)
    told = {"retry_after": response.headers.get("Retry-After", ""), "date": response.headers.get("Date", "")}
    return by_status(response.status_code, words=response.text, **told)


def _is(failure: BaseException, *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in _causes(failure))


def _broke_in_handshake(failure: BaseException) -> bool:
    return any(isinstance(cause, ssl.SSLError) and cause.reason in _HANDSHAKE for cause in _causes(failure))


def _causes(failure: BaseException) -> list[BaseException]:
    """The failure and all that led to it; urllib3 keeps some in `reason` and in `args`."""
    found: list[BaseException] = []
    waiting: list[object] = [failure]
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and all(cause is not known for known in found):
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found


def _kind(failure: BaseException) -> str:
    # Their texts name hosts and objects; the kind says enough for a person, and holds nothing of a reader.
    return type(failure.__cause__ or failure).__name__
