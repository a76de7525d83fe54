"""What a mail server hears and says: lines and bodies in; replies out, whole, in pieces or not at all."""

import asyncio
import socket
import struct

PATIENCE_S = 20.0  # a client that says nothing for so long is gone
LINE = 4 * 1024 * 1024  # longest stretch that is kept in memory: a whole message


class Wire:
    """The server's side of one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, in_fragments: bool) -> None:
        self._reader, self._writer, self._in_fragments = reader, writer, in_fragments

    async def line(self) -> str:
        """The next line; empty once the client has gone. Raises TimeoutError."""
        return (await asyncio.wait_for(self._reader.readline(), PATIENCE_S)).decode("utf-8", "replace").strip()

    async def body(self) -> bytes:
        """All up to the lone dot, dots unstuffed. Raises IncompleteReadError when the client leaves before it."""
        first = await asyncio.wait_for(self._reader.readexactly(3), PATIENCE_S)
        if first == b".\r\n":
            return b""
        body = first + await asyncio.wait_for(self._reader.readuntil(b"\r\n.\r\n"), PATIENCE_S)
        return body[:-3].removeprefix(b".").replace(b"\r\n..", b"\r\n.")

    async def say(self, text: str) -> None:
        await self.say_raw(text.encode() + b"\r\n")

    def say_at_once(self, *lines: str) -> None:
        """Several replies in one piece, however the others come."""
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())

    async def say_raw(self, data: bytes) -> None:
        step = 3 if self._in_fragments else len(data)
        for start in range(0, len(data), step):
            self._writer.write(data[start : start + step])
            await self._writer.drain()
            await asyncio.sleep(0)

    def reset(self) -> None:
        """RST instead of a polite end: what was said but not read yet is lost too."""
        sock = self._writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
