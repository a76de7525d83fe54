"""What the whole suite writes to its logs, listened to: no test may give a reader away, whatever it is about."""

import logging
import re
from typing import TextIO

HANDLERS = ("console", "warnings")  # those of the settings
ADDRESS = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+\.[\w.-]+")
TOKEN = re.compile(r"/(?:c|m|a|u|p|letters)/[\w-]{16,}")


class Overheard:
    """A stream that passes everything on, and remembers the lines that name an address or a token."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.given_away: list[str] = []

    def write(self, text: str) -> int:
        self.given_away += [line for line in text.splitlines() if gives_away(line)]
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()


def gives_away(line: str) -> bool:
    return bool(ADDRESS.search(line) or TOKEN.search(line))


def listen() -> list[Overheard]:
    """From now on the handlers of the settings are listened to."""
    found = []
    for name in HANDLERS:
        handler = logging._handlers[name]
        found.append(Overheard(handler.stream))
        handler.setStream(found[-1])
    return found
