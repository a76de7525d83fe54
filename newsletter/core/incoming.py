"""A mail that arrived at the bounce domain, read: what it says, and which letter it is about. RFC 3464, 3834, 5965."""

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser

from newsletter.core.bounces import read_bounce
from newsletter.core.news import Kind, Names, News
from newsletter.core.tokens import Keys, Kind as TokenKind, TokenRefused, read_mail_token

MOST_BYTES = 1024 * 1024
HEAD_BYTES = 64 * 1024  # of one that is larger
MOST_PARTS = 50
MOST_DEPTH = 10

# What we ask of a mail is plain; readers of prose stumble over the rest.
_PLAIN = bytes(byte if byte < 0x80 else 0x3F for byte in range(256))

_RETURN_PATH = re.compile(r"(?<![\w.+-])b\+([a-z2-7]{16,64})@", re.IGNORECASE)
_LEAVING = re.compile(r"(?<![\w.+-])u\+([a-z2-7]{16,64})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,120}@[^<>\s@]{1,120}>")
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To")
_NOT_A_COMPLAINT = frozenset({"not-spam"})
_AUTO_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse")
_RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)


def read_mail(raw: bytes, *, recipient: str = "") -> tuple[News, Names]:
    """What a mail says. `recipient` is the envelope's, where the door knew it. Never raises: what is odd has a kind."""
    if len(raw) > MOST_BYTES:
        return _unread(_names_on_top(raw, recipient))
    try:
        message = message_from_bytes(raw.translate(_PLAIN))
    except RecursionError:  # parts in parts in parts
        return _unread(_names(Message(), recipient, deep=False))
    if _is_monstrous(message):
        return _unread(_names(message, recipient, deep=False))
    names = _names(message, recipient, deep=True)
    return _news(message, names), names


def is_departure(head: bytes, *, recipient: str = "") -> bool:
    """Whether a mail that begins so goes to an address for leaving: what else it holds, and how much, says nothing."""
    return _unread(_names_on_top(head, recipient))[0].kind is Kind.LEFT


def is_for_us(address: str, *, keys: Keys) -> bool:
    """Whether a recipient at the bounce domain is an address that we made: a return path, a departure, or `fbl`."""
    if address.lower().startswith("fbl@"):
        return True
    for pattern, kind in ((_RETURN_PATH, TokenKind.ENVELOPE), (_LEAVING, TokenKind.LETTER)):
        if found := pattern.match(address):
            return _opens(found[1], kind, keys)
    return False


def _names_on_top(raw: bytes, recipient: str) -> Names:
    return _names(BytesHeaderParser().parsebytes(raw[:HEAD_BYTES].translate(_PLAIN)), recipient, deep=False)


def _unread(names: Names) -> tuple[News, Names]:
    """A mail that is not read to its end; a wish to leave stands in its address."""
    return News(kind=Kind.LEFT if names.leaving and not names.envelope else Kind.TOO_BIG), names


def _opens(token: str, kind: TokenKind, keys: Keys) -> bool:
    try:
        read_mail_token(token, keys=keys, kinds=frozenset({kind}))
    except TokenRefused:
        return False
    return True


def _news(message: Message, names: Names) -> News:
    if names.leaving and not names.envelope:
        return News(kind=Kind.LEFT)
    if complaint := _complaint(message):
        return complaint
    # Reports of deliveries call themselves automatic replies too, so they are read first.
    if report := read_bounce(message):
        return report
    return News(kind=Kind.AUTO_REPLY if _is_automatic(message) else Kind.UNREADABLE)


def _complaint(message: Message) -> News | None:
    """A feedback report (RFC 5965); one that says "not spam" is none."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            kind = str(_inner(part).get("Feedback-Type", "abuse")).strip().lower()
            return (
                None if kind in _NOT_A_COMPLAINT else News(kind=Kind.COMPLAINED, words=f"Feedback-Type: {kind}"[:200])
            )
    return None


def _is_automatic(message: Message) -> bool:
    automatic = str(message.get("Auto-Submitted", "no")).strip().lower() != "no"
    precedence = str(message.get("Precedence", "")).strip().lower()
    return automatic or precedence == "auto_reply" or any(name in message for name in _AUTO_HEADERS)


def _names(message: Message, recipient: str, *, deep: bool) -> Names:
    """The envelope's recipient first, then what the report says, then what it returns."""
    places = [recipient, *(str(value) for name in _ADDRESSED for value in message.get_all(name, []))]
    ids: list[str] = []
    for part in _reported_parts(message) if deep else ():
        places += [str(part.get(name, "")) for name in ("Original-Mail-From", "Return-Path", "X-Return-Path")]
        ids += _MESSAGE_ID.findall(str(part.get("Message-ID", "")))
    return Names(
        envelope=_once(token for place in places for token in _RETURN_PATH.findall(place)),
        leaving=_once(token for place in places for token in _LEAVING.findall(place)),
        message_ids=_once(ids),
    )


def _reported_parts(message: Message) -> Iterator[Message]:
    """The fields of a feedback report, and the head of the letter that was given back."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report" or part.get_content_type() in _RETURNED:
            yield _inner(part)


def _inner(part: Message) -> Message:
    payload = part.get_payload()
    if isinstance(payload, list):
        return payload[0] if payload and isinstance(payload[0], Message) else Message()
    raw = part.get_payload(decode=True)
    return message_from_bytes(raw[:HEAD_BYTES]) if isinstance(raw, bytes) else Message()


def _is_monstrous(message: Message) -> bool:
    waiting, parts = [(message, 1)], 0
    while waiting:
        part, depth = waiting.pop()
        parts += 1
        if parts > MOST_PARTS or depth > MOST_DEPTH:
            return True
        payload = part.get_payload()
        waiting += (
            [(each, depth + 1) for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
        )
    return False


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
