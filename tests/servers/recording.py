"""The witness: a mail server in a process of its own that writes down each message before it says yes.

    python tests/servers/recording.py LOG SEED AMOUNT [PORT]

Each line of LOG is one write: `accepted <Message-ID> <recipient> <sha256>` or `fault <name> <recipient>`.
The first line of its output is the port.
"""

import asyncio
import os
import sys
from collections import Counter
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.servers.mischief import Mischief
from tests.servers.wire import LINE, Wire

LATE_S = 8.0  # later than the lease of a mark in the harness
SLOW_S = 0.2


class Witness:
    """What all connections share: the log and what goes wrong."""

    def __init__(self, log: Path, mischief: Mischief) -> None:
        self._log = os.open(log, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o644)
        self.mischief = mischief
        self.attempts: Counter[str] = Counter()
        self.connections = 0

    def accepted(self, recipient: str, body: bytes) -> None:
        message_id = body.partition(b"\nMessage-ID: ")[2].partition(b"\r\n")[0].decode()
        self._line(f"accepted {message_id} {recipient} {sha256(body).hexdigest()}")

    def fault(self, name: str, recipient: str = "-") -> None:
        self._line(f"fault {name.replace(' ', '_')} {recipient}")

    def _line(self, text: str) -> None:
        os.write(self._log, text.encode() + b"\n")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        session = Session(self, reader, writer, self.mischief.of_connection(self.connections))
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            await session.run()
        writer.close()


class Session:
    """One connection. Every step says whether the conversation goes on."""

    def __init__(self, witness: Witness, reader, writer, fault: str) -> None:
        self._witness, self._connection_fault = witness, fault
        self._wire = Wire(reader, writer, in_fragments=fault == "odd fragments")
        self._fault = self._recipient = ""

    async def run(self) -> None:
        if self._connection_fault == "reset at the greeting":
            return self._fall(self._connection_fault)
        if self._connection_fault == "421 at the greeting":
            self._witness.fault(self._connection_fault)
            return await self._wire.say("421 4.3.2 too busy")
        await self._wire.say("220 witness.example ESMTP")
        while await self._answer(await self._wire.line()):
            pass
        return None

    async def _answer(self, line: str) -> bool:
        verb = line[:4].upper()
        steps = {"EHLO": self._ehlo, "MAIL": self._mail, "RCPT": self._rcpt, "DATA": self._data, "QUIT": self._quit}
        if not verb:
            return False
        if verb in steps:
            return await steps[verb](line)
        await self._wire.say("250 2.0.0 ok")
        return True

    async def _ehlo(self, _: str) -> bool:
        if self._connection_fault == "reset at ehlo":
            self._fall(self._connection_fault)
            return False
        if self._connection_fault == "no pipelining":
            await self._wire.say("250-witness.example\r\n250 SIZE 100000000")
        else:
            await self._wire.say(
                "250-witness.example\r\n250-PIPELINING\r\n250-SIZE 100000000\r\n250 ENHANCEDSTATUSCODES"
            )
        return True

    async def _mail(self, _: str) -> bool:
        self._recipient = self._fault = ""
        if self._connection_fault == "reset at mail":
            self._fall(self._connection_fault)
            return False
        if self._connection_fault == "451 at mail":
            self._witness.fault(self._connection_fault)
            self._connection_fault = ""
            await self._wire.say("451 4.3.0 later")
            return True
        await self._wire.say("250 2.1.0 ok")
        return True

    async def _rcpt(self, line: str) -> bool:
        recipient = line.partition("<")[2].partition(">")[0]
        self._witness.attempts[recipient] += 1
        self._fault = self._witness.mischief.of_message(recipient, self._witness.attempts[recipient])
        if self._fault:
            self._witness.fault(self._fault, recipient)
        if self._fault == "reset at rcpt":
            self._wire.reset()
            return False
        refusal = self._witness.mischief.answer(self._fault, "rcpt")
        self._recipient = "" if refusal else recipient
        await self._wire.say(refusal or "250 2.1.5 ok")
        return not refusal.startswith("421")

    async def _data(self, _: str) -> bool:
        if self._fault == "reset at data":
            self._wire.reset()
            return False
        refusal = self._witness.mischief.answer(self._fault, "data")
        if not self._recipient and self._fault != "nobody, yet 354":
            refusal = refusal or "503 5.5.1 no recipient"
        if refusal:
            await self._wire.say(refusal)
            return not refusal.startswith("421")
        if self._fault == "yes without a dot":  # at once, so that no client can take it for the answer to its dot
            self._wire.say_at_once("354 go on", "250 2.0.0 whatever it is")
        else:
            await self._wire.say("354 go on")
        return await self._body()

    async def _body(self) -> bool:
        if self._fault == "reset in the body":
            await self._wire.line()
            self._wire.reset()
            return False
        body = await self._wire.body()
        if self._fault == "yes without a dot":
            return False
        if self._fault == "reset after the dot":
            self._wire.reset()
            return False
        refusal = self._witness.mischief.answer(self._fault, "dot")
        if refusal or not self._recipient:
            await self._wire.say(refusal or "554 5.5.1 no valid recipients")
            return not refusal.startswith("421")
        return await self._accepted(body)

    async def _accepted(self, body: bytes) -> bool:
        if self._fault == "slow before recording":
            await asyncio.sleep(SLOW_S)
        self._witness.accepted(self._recipient, body)
        if self._fault == "answer lost":
            self._wire.reset()
            return False
        if self._fault in {"answer cut", "stall"}:
            await (self._wire.say_raw(b"250 2.0") if self._fault == "answer cut" else asyncio.sleep(LATE_S))
            return False
        if self._fault in {"slow after recording", "answer late"}:
            await asyncio.sleep(LATE_S if self._fault == "answer late" else SLOW_S)
        await self._wire.say("250 2.0.0 taken")
        return True

    async def _quit(self, _: str) -> bool:
        await self._wire.say("221 2.0.0 bye")
        return False

    def _fall(self, fault: str) -> None:
        self._witness.fault(fault)
        self._wire.reset()


async def main(log: str, seed: str, amount: str, port: str = "0") -> None:
    witness = Witness(Path(log), Mischief(seed, float(amount)))
    server = await asyncio.start_server(witness.serve, "127.0.0.1", int(port), limit=LINE)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main(*sys.argv[1:]))
