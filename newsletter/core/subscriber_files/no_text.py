"""Files that are no text, told by their bytes and never by their names."""

import unicodedata
from collections.abc import Mapping

BEGINNING = 64  # bytes or characters: less than the header of a table
LEAST, MOST = 16, 0.08  # odd bytes, and their share: packed ones hold 10 %
PICTURE, PACKED = "a picture", "a packed file"
OFFICE = "a spreadsheet or a document in a format of its own"
SOMETHING = "no text: most of its bytes stand for no letter"

_BEGINNINGS: Mapping[bytes, str] = {
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,  # JPEG
    b"GIF87a": PICTURE,
    b"GIF89a": PICTURE,
    b"II*\x00": PICTURE,  # TIFF, in both orders of bytes
    b"MM\x00*": PICTURE,
    b"\x00\x00\x01\x00": PICTURE,  # an icon
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OFFICE,  # Excel and Word before 2007
    b"{\\rtf": OFFICE,
    b"SQLite format 3\x00": "a database",
    b"PK\x03\x04": PACKED,
    b"PK\x05\x06": PACKED,
    b"\x1f\x8b": PACKED,
    b"7z\xbc\xaf\x27\x1c": PACKED,
    b"Rar!\x1a\x07": PACKED,
    b"\xfd7zXZ\x00": PACKED,
}
_NEVER_WRITTEN = bytes(byte for byte in range(0x20) if byte not in b"\t\n\v\f\r\x1a\x1b")
_NO_LETTER = {"Cc", "Cn", "Co", "Cs"}


def what_else(head: bytes, *, encoding: str) -> str:
    """What a file that begins so is instead of a text, in words; empty for a text, however hard it is to read."""
    for beginning, words in _BEGINNINGS.items():
        if head.startswith(beginning):
            return words
    if _is_boxed_picture(head):
        return PICTURE
    return SOMETHING if _is_noise(head, encoding) else ""


def _is_boxed_picture(head: bytes) -> bool:
    """Formats that say what they are a few bytes on: WebP, HEIC and AVIF, BMP."""
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    is_bmp = head[:2] == b"BM" and head[6:10] == bytes(4)
    return is_webp or is_bmp or head[4:8] == b"ftyp"


def _is_noise(head: bytes, encoding: str) -> bool:
    """Whether it is odd from its beginning on: a table with a header, and broken cells below it, is none."""
    odd = _odd_places(head, encoding)
    return any(odd[:BEGINNING]) and sum(odd) >= LEAST and sum(odd) > MOST * len(odd)


def _odd_places(head: bytes, encoding: str) -> list[bool]:
    """For each byte, or each character of two bytes and more, whether no text holds it."""
    if not encoding.startswith(("utf-16", "utf-32")):
        return [byte in _NEVER_WRITTEN for byte in head]
    text = head.decode(encoding, errors="ignore")
    return [unicodedata.category(one) in _NO_LETTER and not one.isspace() for one in text]
