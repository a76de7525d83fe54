"""What is no text is told by its bytes; what is hard to read stays a text."""

import bz2
import gzip
import io
import random

import pytest
from PIL import Image

from newsletter.core.subscriber_files.encodings import ENCODINGS, EncodingWatch
from newsletter.core.subscriber_files.no_text import OFFICE, PACKED, PICTURE, SOMETHING, what_else

TABLE = "Email Address,First Name\n" + "ada@example.org,Zoë\nbram@example.org,Łukasz\n" * 20
CHANCE = random.Random(7)


def told(data: bytes) -> str:
    watch = EncodingWatch()
    watch.feed(data)
    return what_else(watch.head, encoding=watch.encoding().name)


def drawn(kind: str, color: int = 0x80) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (120, 90), (color, color, color)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "ICO"])
@pytest.mark.parametrize("color", [0, 0x80, 0xFF])
def test_a_picture_is_a_picture(kind, color):
    assert told(drawn(kind, color)) == PICTURE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00", PICTURE),
        (b"%PDF-1.7\n1 0 obj\n", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), OFFICE),
        (rb"{\rtf1\ansi ada@example.org}", OFFICE),
        (gzip.compress(TABLE.encode(), mtime=0), PACKED),
        (bz2.compress(TABLE.encode() * 50 + CHANCE.randbytes(9_000)), SOMETHING),
        (CHANCE.randbytes(9_000), SOMETHING),
        (bytes(9_000), SOMETHING),
        (b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00" * 400, SOMETHING),
        (b"\xff\xfe" + CHANCE.randbytes(9_000), SOMETHING),
    ],
    ids=range(10),
)
def test_other_kinds_are_named_or_said_to_be_no_text(data, words):
    assert told(data) == words


@pytest.mark.parametrize("encoding", [*ENCODINGS, "latin-1", "cp037", "iso2022_jp", "utf-7"])
def test_a_table_stays_one_in_every_encoding_however_hard_to_read(encoding):
    assert told(TABLE.encode(encoding, errors="replace")) == ""


@pytest.mark.parametrize(
    "text", ["", "e\x00mail\nada@example.org\n", "BMW,Email\n", "RIFF,Email\n", "PK,Email\n", "MM,Email\n"]
)
def test_a_broken_cell_or_a_telling_header_makes_no_picture(text):
    assert told(text.encode()) == ""


def test_a_table_with_many_broken_cells_below_its_header_stays_one():
    assert (
        told((TABLE.splitlines()[0] + ",Language,Time zone,Tags,Status,Subscribed at\n" + "\x01\x02," * 900).encode())
        == ""
    )
    assert told(b"email,ci\x00ty,\x00\nfay@example.org,x,y\x00\n") == ""
