"""Amazon SES takes a finished message: our own bytes travel, under one line that its webhooks tell us again."""

from typing import Any

from anymail.backends.amazon_ses import AmazonSESV2SendEmailPayload, EmailBackend
from anymail.exceptions import AnymailAPIError
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
)

from newsletter.transports.esp.failures import HttpAnswer, NeverReached

# Amazon says these with status 400, but they are about the account, not about the letter.
_ABOUT_THE_ACCOUNT = {
    "AccountSuspendedException": 403,
    "SendingPausedException": 403,
    "MailFromDomainNotVerifiedException": 403,
    "LimitExceededException": 429,
    "Throttling": 429,
    "ThrottlingException": 429,
}


class WirePayload(AmazonSESV2SendEmailPayload):
    """SendEmail with raw content."""

    def init_payload(self) -> None:
        self.params: dict[str, Any] = {}
        if self.backend.configuration_set_name:
            self.params["ConfigurationSetName"] = self.backend.configuration_set_name
        self.all_recipients: list[Any] = []
        self._metadata = ""

    def set_metadata(self, metadata: dict[str, str]) -> None:
        self._metadata = self.serialize_json(metadata)

    def generate_raw_message(self) -> bytes:
        return f"X-Metadata: {self._metadata}\r\n".encode("ascii") + self.message.wire


class WireBackend(EmailBackend):
    """anymail's over boto3, which here never makes a call twice by itself."""

    def __init__(
        self,
        *,
        timeout: tuple[float, float],
        api_url: str | None = None,
        region_name: str | None = None,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        **kwargs: Any,
    ) -> None:
        once = {"total_max_attempts": 1}
        config = {"retries": once, "connect_timeout": timeout[0], "read_timeout": timeout[1]}
        client = {
            "endpoint_url": api_url,
            "region_name": region_name,
            "aws_access_key_id": aws_access_key_id,
            "aws_secret_access_key": aws_secret_access_key,
        }
        given = {name: value for name, value in client.items() if value}
        super().__init__(client_params=given | {"config": config}, **kwargs)

    def open(self) -> Any:
        try:
            return super().open()
        except NoRegionError as missing:
            raise NeverReached(str(missing), is_refused=True) from missing

    def build_message_payload(self, message: Any, defaults: Any) -> WirePayload:
        return WirePayload(message, defaults, self)

    def post_to_esp(self, payload: WirePayload, message: Any) -> Any:
        try:
            return super().post_to_esp(payload, message)
        except AnymailAPIError as failure:
            raise _understood(failure.__cause__ or failure) from failure


def _understood(cause: BaseException) -> BaseException:
    if isinstance(cause, NoCredentialsError | PartialCredentialsError):
        return NeverReached(str(cause), is_refused=True)
    if isinstance(cause, EndpointConnectionError | ConnectTimeoutError):
        return NeverReached(type(cause).__name__)
    if isinstance(cause, ClientError):
        told = cause.response
        status = _ABOUT_THE_ACCOUNT.get(told["Error"]["Code"], told["ResponseMetadata"]["HTTPStatusCode"])
        headers = told["ResponseMetadata"].get("HTTPHeaders", {})
        waits = {"retry_after": headers.get("retry-after", ""), "date": headers.get("date", "")}
        return HttpAnswer(str(cause), status=status, **waits)
    return cause if isinstance(cause, OSError) else AnymailAPIError(str(cause))
