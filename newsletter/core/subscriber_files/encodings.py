"""In which encoding a file was written: told by its first bytes, by being UTF-8 throughout, or guessed and said so."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

from charset_normalizer import from_bytes

ENCODINGS: Mapping[str, str] = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 (little end first)",
    "utf-16-be": "UTF-16 (big end first)",
    "utf-32": "UTF-32",
    "cp1252": "Western European (Windows)",
    "iso8859_15": "Western European (ISO)",
    "mac_roman": "Western European (Mac)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "koi8_r": "Cyrillic (KOI8)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)",
    "cp1256": "Arabic (Windows)",
    "cp932": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "cp949": "Korean",
}
"""What a person may choose, by its name in Python."""

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_GUESSED = [name for name in ENCODINGS if not name.startswith("utf")]
_HEAD = 4_096
_SAMPLE = 65_536
_FALLBACK = "cp1252"  # what spreadsheets in the West write when nobody asks them


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """`name` is one of ENCODINGS; a guess is shown to the person who gave the file."""

    name: str
    is_guess: bool = False


class EncodingWatch:
    """Sees all bytes of a file go by, keeps a few of them, and says in the end how they are to be read."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._sample = bytearray()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True

    def feed(self, piece: bytes) -> None:
        """The next bytes of the file."""
        self._head += piece[: _HEAD - len(self._head)]
        if self._is_utf8:
            self._decode(piece)
        if len(self._sample) < _SAMPLE and not piece.isascii():
            for line in piece.splitlines(keepends=True):
                self._sample += b"" if line.isascii() else line[:_HEAD]

    def encoding(self) -> Encoding:
        """What it was written in."""
        head = self.head
        for mark, name in _MARKS.items():
            if head.startswith(mark):
                return Encoding(name=name)
        if wide := _wide(head):
            return Encoding(name=wide, is_guess=True)
        return Encoding(name="utf-8-sig") if self._ends_well() else self._guessed()

    @property
    def head(self) -> bytes:
        """How the file begins."""
        return bytes(self._head)

    def _decode(self, piece: bytes) -> None:
        try:
            self._decoder.decode(piece)
        except UnicodeDecodeError:
            self._is_utf8 = False

    def _ends_well(self) -> bool:
        """A file cut in the middle of a character is no UTF-8 either."""
        return self._is_utf8 and not self._decoder.getstate()[0]

    def _guessed(self) -> Encoding:
        best = from_bytes(bytes(self._sample[:_SAMPLE]), cp_isolation=_GUESSED).best()
        name = best.encoding if best and best.encoding in ENCODINGS else _FALLBACK
        return Encoding(name=name, is_guess=True)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of western text is zero."""
    half = len(head) // 2
    if half < 4 or head.count(0) < half // 2:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
