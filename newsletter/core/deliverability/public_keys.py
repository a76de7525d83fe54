"""RSA keys as far as a DNS record needs them: which one it is, how long, and how it is written.

Keys come as DER (ITU-T X.690): SubjectPublicKeyInfo (RFC 5280), RSAPublicKey and RSAPrivateKey (RFC 8017),
PrivateKeyInfo (RFC 5208). Nothing is signed or verified here, so a library for that would be too much.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

INTEGER, BITS, OCTETS, OBJECT_ID, SEQUENCE = 0x02, 0x03, 0x04, 0x06, 0x30
RSA_ID = bytes.fromhex("2a864886f70d010101")
RSA_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")

_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----")


class KeyNotUnderstood(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """These bytes are no key of a kind that DKIM knows."""


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """An RSA key by its modulus and exponent."""

    modulus: int
    exponent: int

    @property
    def bits(self) -> int:
        return self.modulus.bit_length()

    @property
    def published(self) -> str:
        """The `p=` of its record."""
        inner = _wrapped(SEQUENCE, _number(self.modulus) + _number(self.exponent))
        return base64.b64encode(_wrapped(SEQUENCE, RSA_ALGORITHM + _wrapped(BITS, b"\x00" + inner))).decode("ascii")


def from_dns(text: str) -> PublicKey:
    """The key of a record's `p=`. Raises KeyNotUnderstood."""
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        raise KeyNotUnderstood("The key is not base64: it may have been cut when it was pasted.") from None
    return _from_der(raw)


def from_pem(text: str) -> PublicKey:
    """The public half of a key file, whether it holds the public or the private key. Raises KeyNotUnderstood."""
    found = _PEM.search(text)
    if not found:
        raise KeyNotUnderstood("This is no PEM file with a key that is not encrypted.")
    try:
        return _from_der(base64.b64decode("".join(found[2].split())))
    except binascii.Error:
        raise KeyNotUnderstood("This PEM file is damaged.") from None


def _from_der(raw: bytes) -> PublicKey:
    try:
        return _rsa(_inside(raw, SEQUENCE))
    except (IndexError, ValueError):
        raise KeyNotUnderstood("These bytes are no RSA key: the key may have been cut when it was pasted.") from None


def _rsa(body: bytes) -> PublicKey:
    parts = list(_parts(body))
    numbers = [int.from_bytes(value) for tag, value in parts if tag == INTEGER]
    if len(parts) == len(numbers) == 2:  # RSAPublicKey
        return PublicKey(modulus=numbers[0], exponent=numbers[1])
    if len(numbers) >= 9:  # RSAPrivateKey, behind its version
        return PublicKey(modulus=numbers[1], exponent=numbers[2])
    algorithm = next((value for tag, value in parts if tag == SEQUENCE), b"")
    if _inside(algorithm, OBJECT_ID) != RSA_ID:
        raise ValueError("another kind of key")
    tag, value = next(((tag, value) for tag, value in parts if tag in {BITS, OCTETS}), (0, b""))
    return _rsa(_inside(value[1:] if tag == BITS else value, SEQUENCE))


def _inside(raw: bytes, wanted: int) -> bytes:
    tag, value = next(_parts(raw), (0, b""))
    if tag != wanted:
        raise ValueError("another shape")
    return value


def _parts(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(raw):
        tag, size, at = raw[at], raw[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, at = int.from_bytes(raw[at : at + count]), at + count
        if at + size > len(raw):
            raise ValueError("cut short")
        yield tag, raw[at : at + size]
        at += size


def _number(value: int) -> bytes:
    return _wrapped(INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


def _wrapped(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes([tag, size]) + value
    count = (size.bit_length() + 7) // 8
    return bytes([tag, 0x80 | count]) + size.to_bytes(count) + value
