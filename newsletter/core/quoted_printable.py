"""Quoted-printable in pieces: what is the same for all readers is encoded once, each value alone.

A value begins at column 0 behind a soft line break and ends with one, so it cannot disturb its neighbours.
No encoded line begins with a dot or with `From `: no dot-stuffing pass and no mbox can change the bytes.
"""

import re

# 76 less three columns: a space that turns out to end a line still fits as `=20` (RFC 2045 6.7).
LINE_BUDGET = 73
SOFT_BREAK = b"=\r\n"

_HEX = [f"={byte:02X}".encode("ascii") for byte in range(256)]
_LITERAL = [
    bytes([byte]) if byte in b"\t " or (0x21 <= byte <= 0x7E and byte != 0x3D) else _HEX[byte] for byte in range(256)
]
_PLAIN_VALUE = re.compile(rb"[\x21-\x3c\x3e-\x7e](?:[\x20-\x3c\x3e-\x7e]{0,70}[\x21-\x3c\x3e-\x7e])?")
_LINE_ENDS = re.compile(r"\r\n|\r")


def canonical(text: str) -> str:
    """`text` with plain line feeds and one at its end."""
    unified = _LINE_ENDS.sub("\n", text)
    return unified if unified.endswith("\n") else unified + "\n"


def encode(text: str, *, column: int = 0, ends_part: bool = False) -> tuple[bytes, int]:
    """The encoded bytes and the column reached. `ends_part`: spaces at the very end are encoded too."""
    lines = text.encode("utf-8", "replace").split(b"\n")
    out: list[bytes] = []
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        encoded, column = _line(line, column=column, ends_hard=not last or ends_part)
        out.append(encoded)
        if not last:
            out.append(b"\r\n")
            column = 0
    return b"".join(out), column


def encode_value(value: str) -> bytes:
    """A value without line ends, from column 0 to a soft break; nothing for an empty one."""
    raw = value.encode("utf-8", "replace")
    if not raw:
        return b""
    if _PLAIN_VALUE.fullmatch(raw) and raw[0] != 0x2E and not raw.startswith(b"From "):
        return raw + SOFT_BREAK
    encoded, _ = _line(raw, column=0, ends_hard=False)
    return encoded + SOFT_BREAK


def _line(line: bytes, *, column: int, ends_hard: bool) -> tuple[bytes, int]:
    """One logical line, broken softly; a space or tab before a hard end is encoded."""
    out: list[bytes] = []
    last = len(line) - 1
    for index, byte in enumerate(line):
        token = _LITERAL[byte]
        if ends_hard and index == last and byte in b"\t ":
            token = _HEX[byte]
        if column + len(token) > LINE_BUDGET:
            out.append(SOFT_BREAK)
            column = 0
        if column == 0:
            token = _at_line_start(line, index, token)
        out.append(token)
        column += len(token)
    return b"".join(out), column


def _at_line_start(line: bytes, index: int, token: bytes) -> bytes:
    dangerous = token == b"." or (token == b"F" and line[index : index + 5] == b"From ")
    return _HEX[line[index]] if dangerous else token
