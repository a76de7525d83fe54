"""A frozen letter and a recipient become the bytes that leave. What is the same for all is encoded once.

wire = precompile(letter, facts=facts)
message = wire.message(recipient)
"""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from struct import Struct
from typing import Generic, TypeVar

from newsletter.core.content import CompiledLetter, Message, Recipient, TransferEncoding
from newsletter.core.headers import HeaderRefused, SenderFacts, mailbox, recipient_lines, static_lines, subject_line
from newsletter.core.merge_fields import HEADER, HTML, TEXT, Escape, Field, value_of, writers
from newsletter.core.quoted_printable import SOFT_BREAK, canonical, encode, encode_value
from newsletter.core.receiver_groups import receiver_group
from newsletter.core.tokens import masked_address

MOST_NON_ASCII = 0.17  # above it base64 is smaller than quoted-printable (email.md 9.2)
_ASCII = bytes(range(128))
BASE64_LETTERS = 76  # a line (RFC 2045 6.8)

_BOUNDARY = re.compile(r"=_[0-9a-f]{32}")

Static = TypeVar("Static", str, bytes)
Writer = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Cut(Generic[Static]):
    """A text cut at its merge fields: one static more than `order`, which says whose value stands between.

    `fields` are the different ones with their writers, so that a value that stands often is written once.
    """

    statics: tuple[Static, ...]
    order: tuple[int, ...]
    fields: tuple[tuple[Field, Writer], ...]

    def written(self, values: Mapping[str, str]) -> list[str]:
        """The value of each different field as it is written there."""
        return [write(value_of(found, values)) for found, write in self.fields]

    def joined(self, written: Sequence[Static]) -> list[Static]:
        """Statics and values in turn."""
        # Assigned by slices: a loop over two hundred pieces costs more than everything else in a message.
        pieces = list(self.statics + self.statics[1:])
        pieces[::2] = self.statics
        pieces[1::2] = [written[index] for index in self.order]
        return pieces


@dataclass(frozen=True)
class QuotedPart:
    """A body part in quoted-printable: each value is encoded alone."""

    cut: Cut[bytes]

    def pieces(self, values: Mapping[str, str]) -> list[bytes]:
        return self.cut.joined([encode_value(value) for value in self.cut.written(values)])


@dataclass(frozen=True)
class Base64Part:
    """A body part in base64: encoded as a whole, because base64 knows no characters."""

    cut: Cut[str]

    def pieces(self, values: Mapping[str, str]) -> list[bytes]:
        text = "".join(self.cut.joined(self.cut.written(values)))
        encoded = base64.b64encode(text.encode("utf-8", "replace"))
        whole, rest = divmod(len(encoded), BASE64_LETTERS)
        lines = _lines(whole).unpack_from(encoded)
        return [b"\r\n".join([*lines, encoded[-rest:], b""] if rest else [*lines, b""])]


@dataclass(frozen=True, kw_only=True)
class Wire:
    """One frozen letter, ready to be written to any number of recipients."""

    facts: SenderFacts
    subject: Cut[str]
    head: bytes
    between: bytes
    closing: bytes
    text: QuotedPart | Base64Part = field(repr=False)
    html: QuotedPart | Base64Part = field(repr=False)

    def message(self, recipient: Recipient) -> Message:
        """The finished message: the same recipient gives the same bytes. Raises HeaderRefused."""
        values = values_for(recipient, facts=self.facts)
        subject = subject_line(self.subject.joined(self.subject.written(values)))
        lines = [*recipient_lines(recipient, facts=self.facts), subject]
        data = b"".join(
            [
                "\r\n".join(lines).encode("ascii"),
                self.head,
                *self.text.pieces(values),
                self.between,
                *self.html.pieces(values),
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
        subject=_cut(letter.subject, escape=HEADER),
        head=head.encode("ascii") + opening + _part_head("plain", letter.text_encoding),
        between=b"\r\n" + opening + _part_head("html", letter.html_encoding),
        closing=b"\r\n--" + boundary + b"--\r\n",
        text=_part(letter.text, escape=TEXT, encoding=letter.text_encoding),
        html=_part(letter.html, escape=HTML, encoding=letter.html_encoding),
    )


def transfer_encoding(text: str) -> TransferEncoding:
    """Quoted-printable while at most 17 % of the bytes are not ASCII, else base64; never 8bit."""
    raw = text.encode("utf-8", "replace")
    beyond = len(raw.translate(None, _ASCII))
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
        **recipient.values,
    }


def _boundary(letter: CompiledLetter) -> bytes:
    # 128 random bits behind "=_", which quoted-printable cannot produce: no value can forge a part.
    if not _BOUNDARY.fullmatch(letter.boundary):
        raise HeaderRefused("A boundary is =_ and 32 hexadecimal digits, drawn at the freeze.")
    return letter.boundary.encode("ascii")


def _part_head(subtype: str, encoding: TransferEncoding) -> bytes:
    return (f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n').encode(
        "ascii"
    )


def _part(text: str, *, escape: Escape, encoding: TransferEncoding) -> QuotedPart | Base64Part:
    cut = _cut(canonical(text), escape=escape)
    *before, tail = cut.statics
    if encoding is TransferEncoding.BASE64:
        crlf = tuple(static.replace("\n", "\r\n") for static in cut.statics)
        return Base64Part(Cut(statics=crlf, order=cut.order, fields=cut.fields))
    quoted = (*(_quoted(static) for static in before), encode(tail, ends_part=True)[0])
    return QuotedPart(Cut(statics=quoted, order=cut.order, fields=cut.fields))


def _cut(text: str, *, escape: Escape) -> Cut[str]:
    statics, order, at = [], [], 0
    known: dict[tuple[str, str | None, Writer], int] = {}
    fields: list[tuple[Field, Writer]] = []
    for found, write in writers(text, escape=escape):
        statics.append(text[at : found.start])
        at = found.end
        index = known.setdefault((found.name, found.fallback, write), len(fields))
        if index == len(fields):
            fields.append((found, write))
        order.append(index)
    return Cut(statics=(*statics, text[at:]), order=tuple(order), fields=tuple(fields))


@lru_cache(maxsize=64)
def _lines(count: int) -> Struct:
    """So many full lines of base64, cut apart in one call."""
    return Struct(f"{BASE64_LETTERS}s" * count)


def _quoted(static: str) -> bytes:
    encoded, column = encode(static)
    return encoded + SOFT_BREAK if column else encoded
