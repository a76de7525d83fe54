"""A frozen letter and a recipient become the bytes that leave. What is the same for all is encoded once.

wire = precompile(letter, facts=facts)
message = wire.message(recipient)
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from newsletter.core.content import CompiledLetter, Message, Recipient, TransferEncoding
from newsletter.core.headers import HeaderRefused, SenderFacts, mailbox, recipient_lines, static_lines, subject_line
from newsletter.core.merge_fields import HEADER, HTML, TEXT, Escape, Field, fill, find, value_of, writers
from newsletter.core.quoted_printable import SOFT_BREAK, canonical, encode, encode_value
from newsletter.core.receiver_groups import receiver_group
from newsletter.core.tokens import masked_address

MOST_NON_ASCII = 0.17  # above it base64 is smaller than quoted-printable (email.md 9.2)
BASE64_LINE_BYTES = 57  # 76 letters

_BOUNDARY = re.compile(r"=_[0-9a-f]{32}")


@dataclass(frozen=True)
class Segment:
    """Static bytes up to a merge field, and how that field's value is written there."""

    static: bytes
    field: Field
    write: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class QuotedPart:
    """A body part in quoted-printable, cut at its merge fields."""

    segments: tuple[Segment, ...]
    tail: bytes

    def data(self, values: Mapping[str, str]) -> bytes:
        pieces = []
        for segment in self.segments:
            pieces += [segment.static, encode_value(segment.write(value_of(segment.field, values)))]
        return b"".join([*pieces, self.tail])


@dataclass(frozen=True, kw_only=True)
class Base64Part:
    """A body part in base64; it is filled first, because base64 cannot be cut between characters."""

    text: str
    escape: Escape

    def data(self, values: Mapping[str, str]) -> bytes:
        raw = fill(self.text, values, escape=self.escape).replace("\n", "\r\n").encode("utf-8", "replace")
        lines = [base64.b64encode(raw[at : at + BASE64_LINE_BYTES]) for at in range(0, len(raw), BASE64_LINE_BYTES)]
        return b"\r\n".join(lines) + b"\r\n"


@dataclass(frozen=True, kw_only=True)
class Wire:
    """One frozen letter, ready to be written to any number of recipients."""

    facts: SenderFacts
    subject: str
    head: bytes
    between: bytes
    closing: bytes
    text: QuotedPart | Base64Part = field(repr=False)
    html: QuotedPart | Base64Part = field(repr=False)

    def message(self, recipient: Recipient) -> Message:
        """The finished message: the same recipient gives the same bytes. Raises HeaderRefused."""
        values = values_for(recipient, facts=self.facts)
        lines = [*recipient_lines(recipient, facts=self.facts), subject_line(_subject_pieces(self.subject, values))]
        data = b"".join(
            [
                "\r\n".join(lines).encode("ascii"),
                self.head,
                self.text.data(values),
                self.between,
                self.html.data(values),
                self.closing,
            ]
        )
        return Message(
            delivery_id=recipient.delivery_id,
            envelope_from=mailbox(f"b+{recipient.envelope_token}@{self.facts.bounce_domain}"),
            envelope_to=mailbox(recipient.address),
            data=data,
            purpose=self.facts.purpose,
            receiver=receiver_group(recipient.address),
        )


def precompile(letter: CompiledLetter, *, facts: SenderFacts) -> Wire:
    """Everything that all recipients share, encoded once. Raises HeaderRefused and UnknownField."""
    boundary = _boundary(letter)
    head = "\r\n".join(
        ["", *static_lines(facts), f'Content-Type: multipart/alternative;\r\n boundary="{letter.boundary}"', "", ""]
    )
    opening = b"--" + boundary + b"\r\n"
    return Wire(
        facts=facts,
        subject=letter.subject,
        head=head.encode("ascii") + opening + _part_head("plain", letter.text_encoding),
        between=b"\r\n" + opening + _part_head("html", letter.html_encoding),
        closing=b"\r\n--" + boundary + b"--\r\n",
        text=_part(letter.text, escape=TEXT, encoding=letter.text_encoding),
        html=_part(letter.html, escape=HTML, encoding=letter.html_encoding),
    )


def transfer_encoding(text: str) -> TransferEncoding:
    """Quoted-printable while at most 17 % of the bytes are not ASCII, else base64; never 8bit."""
    raw = text.encode("utf-8", "replace")
    beyond = sum(byte > 127 for byte in raw)
    return TransferEncoding.QP if beyond <= len(raw) * MOST_NON_ASCII else TransferEncoding.BASE64


def values_for(recipient: Recipient, *, facts: SenderFacts) -> Mapping[str, str]:
    """What the merge fields of this recipient become, not yet escaped."""
    return {
        "first_name": recipient.first_name,
        "newsletter": facts.newsletter,
        "unsubscribe_url": f"{facts.site_url}/u/{recipient.letter_token}",
        "preferences_url": f"{facts.site_url}/p/{recipient.letter_token}",
        "view_url": facts.view_url,
        "address_hint": masked_address(recipient.address),
    }


def _boundary(letter: CompiledLetter) -> bytes:
    # 128 random bits behind "=_", which quoted-printable cannot produce: no value can forge a part.
    if not _BOUNDARY.fullmatch(letter.boundary):
        raise HeaderRefused("A boundary is =_ and 32 hexadecimal digits, drawn at the freeze.")
    return letter.boundary.encode("ascii")


def _subject_pieces(subject: str, values: Mapping[str, str]) -> list[str]:
    pieces, at = [], 0
    for found in find(subject):
        pieces += [subject[at : found.start], fill(found.whole, values, escape=HEADER)]
        at = found.end
    return [*pieces, subject[at:]]


def _part_head(subtype: str, encoding: TransferEncoding) -> bytes:
    return (f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n').encode(
        "ascii"
    )


def _part(text: str, *, escape: Escape, encoding: TransferEncoding) -> QuotedPart | Base64Part:
    whole = canonical(text)
    if encoding is TransferEncoding.BASE64:
        return Base64Part(text=whole, escape=escape)
    return _quoted(whole, escape=escape)


def _quoted(text: str, *, escape: Escape) -> QuotedPart:
    segments, at = [], 0
    for found, write in writers(text, escape=escape):
        static, column = encode(text[at : found.start])
        segments.append(Segment(static + (SOFT_BREAK if column else b""), found, write))
        at = found.end
    tail, _ = encode(text[at:], ends_part=True)
    return QuotedPart(segments=tuple(segments), tail=tail)
