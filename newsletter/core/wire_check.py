"""The self-test of the wire: read a message back with the standard parser and compare it with a slow build."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from newsletter.core.content import CompiledLetter, Message, Recipient
from newsletter.core.headers import (
    LISTED,
    NAME_CHARACTERS,
    SUBJECT_CHARACTERS,
    SenderFacts,
    cleaned,
    leaving_address,
)
from newsletter.core.merge_fields import HEADER, HTML, TEXT, Escape, fill
from newsletter.core.quoted_printable import canonical
from newsletter.core.wire import values_for

BODY_COLUMNS = 76
LINE_OCTETS = 998  # RFC 5322 2.1.1

_BARE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_SPACES = re.compile(r"\s+")
_READ_HEADERS = (
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Feedback-ID",
    "Auto-Submitted",
)


@dataclass(frozen=True, kw_only=True)
class ReadBack:
    """What a receiving program reads from a message."""

    sender: tuple[str, str]
    to: tuple[str, str]
    headers: Mapping[str, str]
    kinds: tuple[str, ...]
    text: str
    html: str
    defects: tuple[str, ...]


def parse_back(data: bytes) -> ReadBack:
    """The message as the standard library's parser sees it; unparsable bytes show up as defects."""
    message = message_from_bytes(data, policy=policy.default)
    plain = message_from_bytes(data, policy=policy.compat32)
    parts = [part for part in message.walk() if not part.is_multipart()]
    bodies = [_body(part) for part in parts]
    return ReadBack(
        sender=_mailbox(str(plain.get("From", ""))),
        to=_mailbox(str(plain.get("To", ""))),
        headers={name: _decoded(str(plain[name])) for name in _READ_HEADERS if name in plain},
        kinds=tuple(part.get_content_type() for part in message.walk()),
        text=bodies[0] if bodies else "",
        html=bodies[-1] if bodies else "",
        defects=tuple(type(defect).__name__ for part in message.walk() for defect in part.defects),
    )


def problems(message: Message, *, letter: CompiledLetter, recipient: Recipient, facts: SenderFacts) -> tuple[str, ...]:
    """What differs between the bytes and a slow reference build, in words; empty when nothing does (B13)."""
    read = parse_back(message.data)
    return (
        *_line_problems(message.data),
        *(f"The parser found a defect: {defect}." for defect in read.defects),
        *_differences(read, letter=letter, recipient=recipient, facts=facts),
    )


def _line_problems(data: bytes) -> Iterator[str]:
    head, _, body = data.partition(b"\r\n\r\n")
    if _BARE_END.search(data):
        yield "A line end is not CRLF."
    if not data.endswith(b"\r\n"):
        yield "The last line has no end."
    lines = data.split(b"\r\n")
    if any(line.startswith((b".", b"From ")) for line in lines):
        yield "A line begins with a dot or with From."
    if any(len(line) > BODY_COLUMNS for line in body.split(b"\r\n")):
        yield "A body line is longer than 76."
    if any(len(line) > LINE_OCTETS for line in head.split(b"\r\n")):
        yield "A header line is longer than 998."
    if any(line.endswith((b" ", b"\t")) for line in lines):
        yield "A line ends with a space."


def _differences(read: ReadBack, *, letter: CompiledLetter, recipient: Recipient, facts: SenderFacts) -> Iterator[str]:
    values = values_for(recipient, facts=facts)
    subject = fill(letter.subject, values, escape=HEADER)[:SUBJECT_CHARACTERS]
    expected = {
        "sender": (_shown(facts.from_name), facts.from_address),
        "to": (_shown(recipient.name), recipient.address),
        "kinds": ("multipart/alternative", "text/plain", "text/html"),
        "text": _reference(letter.text, values, escape=TEXT),
        "html": _reference(letter.html, values, escape=HTML),
    }
    for name, wanted in expected.items():
        if getattr(read, name) != wanted:
            yield f"The {name} reads back differently."
    for header, wanted in _expected_headers(subject, recipient=recipient, facts=facts).items():
        if read.headers.get(header, "") != wanted:
            yield f"The header {header} reads back differently."


def _expected_headers(subject: str, *, recipient: Recipient, facts: SenderFacts) -> dict[str, str]:
    expected = {
        "Subject": _one_spaced(cleaned(subject)),
        "Date": format_datetime(recipient.date),
        "Message-ID": recipient.message_id,
        "Feedback-ID": facts.feedback_id,
    }
    if facts.purpose in LISTED:
        url = f"{facts.site_url}/u/{recipient.unsubscribe_token}"
        expected["List-Id"] = f"<{facts.list_id}>"
        mail = leaving_address(recipient, facts=facts)
        expected["List-Unsubscribe"] = f"<{url}>" + (f", <mailto:{mail}>" if mail else "")
        expected["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return expected


def _reference(text: str, values: Mapping[str, str], *, escape: Escape) -> str:
    return canonical(fill(text, values, escape=escape)).encode("utf-8", "replace").decode("utf-8")


def _body(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(raw, bytes) else ""


def _mailbox(raw: str) -> tuple[str, str]:
    name, address = parseaddr(raw.replace("\r\n", ""))
    return _decoded(name), address


def _decoded(raw: str) -> str:
    return _one_spaced(str(make_header(decode_header(raw.replace("\r\n", "")))))


def _shown(name: str) -> str:
    return _one_spaced(cleaned(name)[:NAME_CHARACTERS])


def _one_spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
