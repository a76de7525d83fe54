"""Bytes of a server become whole replies, one line or many, however they were cut on their way."""

import re
from collections.abc import Iterator

LONGEST_REPLY = 64 * 1024
GO_AWAY = 421  # the server closes after it (RFC 5321 3.8)
GO_ON = 354

_LINE = re.compile(rb"[2-5]\d\d(?:[ -][^\r\n]*)?\r?")


class NotSmtp(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """What came over the connection is no reply."""


class ReplyReader:
    """Keeps what is not whole yet."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []
        self._length = 0

    @property
    def is_between_replies(self) -> bool:
        """Nothing was begun that is not whole."""
        return not self._rest and not self._lines

    def read(self, data: bytes) -> Iterator[str]:
        """The replies that are whole now, in order. Raises NotSmtp behind the last good one."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            yield from self._with(line)
        if self._length + len(self._rest) > LONGEST_REPLY:
            raise NotSmtp("The server's reply does not end.")

    def _with(self, line: bytes) -> Iterator[str]:
        if not _LINE.fullmatch(line) or (self._lines and line[:3] != self._lines[0][:3]):
            raise NotSmtp("The server's reply is no SMTP.")
        self._lines.append(line)
        self._length += len(line)
        if self._length > LONGEST_REPLY:
            raise NotSmtp("The server's reply does not end.")
        if line[3:4] != b"-":
            whole = b"\n".join(self._lines)
            self._lines, self._length = [], 0
            yield whole.decode("ascii", "replace").strip()


def code_of(reply: str) -> int:
    """The code of a whole reply; every whole reply has one."""
    return int(reply[:3])


def kind_of(reply: str) -> int:
    """The first digit: 2 yes, 3 go on, 4 later, 5 never."""
    return int(reply[0])
