"""Mailgun takes a finished message: our own bytes travel, header by header as they were frozen."""

from typing import Any

from anymail.backends.mailgun import EmailBackend, MailgunPayload


class WirePayload(MailgunPayload):
    """POST /messages.mime instead of /messages."""

    def get_api_endpoint(self) -> str:
        return f"{super().get_api_endpoint()}.mime"

    def get_request_params(self, api_url: str) -> dict[str, Any]:
        params = super().get_request_params(api_url)
        # o: are options, v: is what its webhooks tell us again; the rest stands in the message itself.
        data = {name: value for name, value in params["data"].items() if name.startswith(("o:", "v:"))}
        message = ("message.eml", self.message.wire, "message/rfc822")
        return params | {"data": data | {"to": self.message.envelope_to}, "files": [("message", message)]}


class WireBackend(EmailBackend):
    """anymail's, with our payload."""

    def build_message_payload(self, message: Any, defaults: Any) -> WirePayload:
        return WirePayload(message, defaults, self)
