"""A message as its receiver's program reads it: headers, text and HTML."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

_HEAD = re.compile(r"<head>", re.IGNORECASE)
# A link in a letter opens where the letter is read, not inside its frame.
_OUT_OF_THE_FRAME = '<head><base target="_top">'


@dataclass(frozen=True, kw_only=True)
class ReadLetter:
    """What stands in one message. `html` is as it came: show it in a sandbox only."""

    name: str
    subject: str
    sender: str
    to: str
    date: datetime
    text: str = ""
    html: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def framed(self) -> str:
        """The HTML for a frame of ours."""
        return _HEAD.sub(_OUT_OF_THE_FRAME, self.html, count=1)


class _Patient(policy.EmailPolicy):
    """Python's, which gives up on some headers that nobody should write: such a one is taken as it stands."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        try:
            return super().header_fetch_parse(name, value)
        except (AttributeError, LookupError, TypeError, ValueError):
            return " ".join(str(value).split())


_PATIENT = _Patient()


def read_letter(name: str, data: bytes) -> ReadLetter:
    """The message in `data`; whatever it is, reading it raises nothing. `name` is its file's."""
    message = cast(EmailMessage, message_from_bytes(data, policy=_PATIENT))
    bodies = {part.get_content_type(): _body(part) for part in message.walk() if not part.is_multipart()}
    return ReadLetter(
        name=name,
        subject=_header(message, "Subject") or "(no subject)",
        sender=_header(message, "From"),
        to=_header(message, "To"),
        date=_date(message),
        text=bodies.get("text/plain", ""),
        html=bodies.get("text/html", ""),
        headers=tuple((key, " ".join(str(value).split())) for key, value in message.items()),
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _date(message: EmailMessage) -> datetime:
    found = getattr(message.get("Date"), "datetime", None)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)) if found else LONG_AGO


def _body(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(raw, bytes) else ""
