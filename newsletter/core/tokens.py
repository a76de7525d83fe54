"""Derived tokens: what a letter carries so that its reader can leave without an account, for ever.

Nothing is stored. A token is a head (kind and key id in one letter), the first bytes of random public ids and
96 bits of HMAC-SHA-256. Short in a URL, because a long List-Unsubscribe is folded and then broken on the way
(readers.md 5.1); lower-case base32 in mail addresses, because some servers fold case.
"""

import base64
import binascii
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from secrets import compare_digest

from newsletter.core.base32 import base32

SUBSCRIPTION_BYTES = 6  # 48 random bits of the public id; the row's prefix is UNIQUE
DELIVERY_BYTES = 12
MAC_BYTES = 12  # 96 bits
MOST_KEYS = 16  # the key id shares the head with the kind
MESSAGE_ID_LETTERS = 26  # 130 bits

_HEAD_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Kind(IntEnum):
    """What a token is for. One kind opens no other door: the kind is part of what is signed."""

    UNSUBSCRIBE = 0
    LETTER = 1
    VIEW = 2
    ENVELOPE = 3


_LAYOUT: Mapping[Kind, tuple[int, int]] = {
    Kind.UNSUBSCRIBE: (SUBSCRIPTION_BYTES, 0),
    Kind.LETTER: (SUBSCRIPTION_BYTES, DELIVERY_BYTES),
    Kind.VIEW: (SUBSCRIPTION_BYTES, 0),
    Kind.ENVELOPE: (0, DELIVERY_BYTES),
}


class TokenRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Not a token of ours, or not for this door. It never says which."""


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The keys of one purpose by id (0 to 15). Tokens are made with `current`; old ids verify for ever."""

    known: Mapping[int, bytes] = field(repr=False)
    current: int

    def __post_init__(self) -> None:
        if self.current not in self.known or not all(0 <= key_id < MOST_KEYS for key_id in self.known):
            raise ValueError("Keys have ids from 0 to 15, and the current one is among them.")


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a token named: the first bytes of the public ids. The view token names the frozen row as `subscription`."""

    kind: Kind
    subscription: bytes = b""
    delivery: bytes = b""


def unsubscribe_token(keys: Keys, *, subscription: bytes) -> str:
    """25 characters for the List-Unsubscribe URL; `subscription` is its random public id."""
    return _url(_made(keys, keys.current, Kind.UNSUBSCRIBE, subscription[:SUBSCRIPTION_BYTES]))


def letter_token(keys: Keys, *, subscription: bytes, delivery: bytes) -> str:
    """41 characters for links in the body; it names the delivery too, so using it proves that the letter arrived."""
    return _url(_made(keys, keys.current, Kind.LETTER, _letter_ids(subscription, delivery)))


def mail_token(keys: Keys, *, subscription: bytes, delivery: bytes) -> str:
    """The letter token for a mail address: 50 letters of lower-case base32."""
    return base32(_made(keys, keys.current, Kind.LETTER, _letter_ids(subscription, delivery)))


def envelope_token(keys: Keys, *, delivery: bytes) -> str:
    """40 letters of lower-case base32 for the return path (VERP)."""
    return base32(_made(keys, keys.current, Kind.ENVELOPE, delivery[:DELIVERY_BYTES]))


def view_token(keys: Keys, *, frozen: bytes) -> str:
    """25 characters for the web view; the same for all readers, because a personal one would be a pixel."""
    return _url(_made(keys, keys.current, Kind.VIEW, frozen[:SUBSCRIPTION_BYTES]))


def read_url_token(token: str, *, keys: Keys, kinds: frozenset[Kind]) -> Opened:
    """What a token from a URL names. Raises TokenRefused."""
    return _opened(token, raw=_url_bytes(token), write=_url, keys=keys, kinds=kinds)


def read_mail_token(token: str, *, keys: Keys, kinds: frozenset[Kind]) -> Opened:
    """What a token from a mail address names, in whatever case it came back. Raises TokenRefused."""
    lowered = token.lower()
    return _opened(lowered, raw=_mail_bytes(lowered), write=base32, keys=keys, kinds=kinds)


def message_id(dedupe_key: str, *, key: bytes, domain: str) -> str:
    """The Message-ID of a delivery: opaque, and the same on every attempt."""
    digest = hmac.digest(key, dedupe_key.encode(), sha256)
    return f"<{base32(digest[:20])[:MESSAGE_ID_LETTERS]}@{domain}>"


def address_hmac(email_key: str, *, key: bytes) -> str:
    """The keyed hash under which an address is suppressed: 64 hexadecimal digits."""
    return hmac.digest(key, email_key.encode(), sha256).hex()


def masked_address(mailbox: str) -> str:
    """An address as a stranger may see it: m***@e***.org."""
    local, _, domain = mailbox.rpartition("@")
    first, _, rest = domain.partition(".")
    ending = rest.rpartition(".")[2]
    return f"{local[:1]}***@{first[:1]}***.{ending}" if ending else f"{local[:1]}***"


def _opened(token: str, *, raw: bytes, write: Callable[[bytes], str], keys: Keys, kinds: frozenset[Kind]) -> Opened:
    head = raw[0] if raw else 0
    kind, key_id = Kind(head >> 4 & 3), head & 15
    first, second = _LAYOUT[kind]
    ids = raw[1 : 1 + first + second]
    # Made anew even for an unknown key id, so that a wrong token costs the same time as a right one.
    again = _made(keys, key_id, kind, ids)
    same = compare_digest(write(again).encode(), token.encode("utf-8", "replace"))
    if not (same and key_id in keys.known and kind in kinds):
        raise TokenRefused("This link is not one of ours.")
    return Opened(kind=kind, subscription=ids[:first], delivery=ids[first:])


def _letter_ids(subscription: bytes, delivery: bytes) -> bytes:
    return subscription[:SUBSCRIPTION_BYTES] + delivery[:DELIVERY_BYTES]


def _made(keys: Keys, key_id: int, kind: Kind, ids: bytes) -> bytes:
    head = bytes([kind << 4 | key_id])
    mac = hmac.digest(keys.known.get(key_id, b"\x00"), head + ids, sha256)[:MAC_BYTES]
    return head + ids + mac


def _url(raw: bytes) -> str:
    return _HEAD_LETTERS[raw[0]] + base64.urlsafe_b64encode(raw[1:]).decode("ascii").rstrip("=")


def _url_bytes(token: str) -> bytes:
    head = _HEAD_LETTERS.find(token[:1]) if token else -1
    try:
        return bytes([head]) + base64.urlsafe_b64decode(token[1:] + "=" * (-len(token[1:]) % 4))
    except (ValueError, binascii.Error):
        return b""


def _mail_bytes(token: str) -> bytes:
    try:
        return base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (ValueError, binascii.Error):
        return b""
