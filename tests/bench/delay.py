"""A wire of a certain length: python tests/bench/delay.py PORT ROUND_TRIP_MS prints the port at which it begins.

Every byte reaches the other end half a round trip later, however many follow it.
"""

import asyncio
import socket
import sys
from contextlib import suppress


class End(asyncio.Protocol):
    """One end of a connection; what it hears is written to the other end after the delay."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s, self.other = delay_s, None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport) -> None:
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        asyncio.get_running_loop().call_later(self._delay_s, self._pass_on, data)

    def connection_lost(self, _) -> None:
        asyncio.get_running_loop().call_later(self._delay_s, self._hang_up)

    def _pass_on(self, data: bytes) -> None:
        if self.other and self.other.transport and not self.other.transport.is_closing():
            self.other.transport.write(data)

    def _hang_up(self) -> None:
        if self.other and self.other.transport:
            self.other.transport.close()


class Begin(End):
    """The end to which a client connects; the far end is connected then."""

    def __init__(self, delay_s: float, port: int) -> None:
        super().__init__(delay_s)
        self._port, self._task = port, None

    def connection_made(self, transport) -> None:
        super().connection_made(transport)
        self._task = asyncio.ensure_future(self._join())

    async def _join(self) -> None:
        far = End(self._delay_s)
        far.other = self
        self.other = far
        await asyncio.get_running_loop().create_connection(lambda: far, "127.0.0.1", self._port)


async def main(port: str, round_trip_ms: str) -> None:
    loop, delay_s = asyncio.get_running_loop(), float(round_trip_ms) / 2000
    server = await loop.create_server(lambda: Begin(delay_s, int(port)), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main(*sys.argv[1:]))
