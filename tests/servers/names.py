"""A name server on loopback, over UDP and TCP, that answers from a zone file as a resolver would.

A zone file holds records with whole names, and in comments what a server can do wrong:
`; silent: name` never answers about it, `; fails: name` says SERVFAIL. Aliases are followed; a circle is SERVFAIL.
"""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset
import dns.zonefile

MOST_ALIASES = 16


@dataclass
class NameServer:
    """`asked` are the questions that arrived, as (name, type)."""

    records: dict[tuple[dns.name.Name, int], dns.rrset.RRset]
    silent: set[dns.name.Name] = field(default_factory=set)
    fails: set[dns.name.Name] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    def answer(self, wire: bytes, *, most_bytes: int) -> bytes | None:
        """The bytes to send back, or None for silence."""
        asked = dns.message.from_wire(wire)
        (question,) = asked.question
        self.asked.append((question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)))
        if question.name in self.silent:
            return None
        answer = dns.message.make_response(asked, recursion_available=True)
        self._fill(answer, question)
        try:
            return answer.to_wire(max_size=most_bytes)
        except dns.exception.TooBig:
            short = dns.message.make_response(asked, recursion_available=True)
            short.flags |= dns.flags.TC
            return short.to_wire()

    def resolver(self) -> dns.resolver.Resolver:
        """One that asks nobody else."""
        found = dns.resolver.Resolver(configure=False)
        found.nameservers, found.port = ["127.0.0.1"], self.port
        return found

    def _fill(self, answer: dns.message.Message, question: dns.rrset.RRset) -> None:
        name, kind = question.name, question.rdtype
        for _ in range(MOST_ALIASES):
            if name in self.fails:
                break
            if found := self.records.get((name, kind)):
                answer.answer.append(found)
                return
            alias = self.records.get((name, dns.rdatatype.CNAME))
            if not alias:
                known = any(owner.is_subdomain(name) for owner, _ in self.records)
                answer.set_rcode(dns.rcode.NOERROR if known else dns.rcode.NXDOMAIN)
                return
            answer.answer.append(alias)
            name = alias[0].target
        answer.answer.clear()
        answer.set_rcode(dns.rcode.SERVFAIL)


@contextmanager
def name_server(zone: str) -> Iterator[NameServer]:
    """The server of this zone file, on a free port; closed at the end."""
    served = NameServer(_records(zone), silent=_named(zone, "silent"), fails=_named(zone, "fails"))
    with _both_servers(served) as servers:
        for server in servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield served
        for server in servers:
            server.shutdown()


@contextmanager
def _both_servers(served: NameServer) -> Iterator[tuple]:
    """UDP and TCP on one number; it may be taken in one of the two, then another is tried."""

    class Datagram(socketserver.BaseRequestHandler):
        def handle(self):
            wire, back = self.request
            room = dns.message.from_wire(wire).payload or 512
            if answer := served.answer(wire, most_bytes=room):
                back.sendto(answer, self.client_address)

    class Stream(socketserver.StreamRequestHandler):
        def handle(self):
            with suppress(OSError):
                (size,) = struct.unpack("!H", self.rfile.read(2))
                if answer := served.answer(self.rfile.read(size), most_bytes=65_535):
                    self.wfile.write(struct.pack("!H", len(answer)) + answer)

    while True:
        udp = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Datagram)
        try:
            tcp = socketserver.ThreadingTCPServer(udp.server_address, Stream)
            break
        except OSError:
            udp.server_close()
    served.port = udp.server_address[1]
    with udp, tcp:
        yield udp, tcp


def _records(zone: str) -> dict[tuple[dns.name.Name, int], dns.rrset.RRset]:
    read = dns.zonefile.read_rrsets(zone, default_ttl=60, origin=".", relativize=False)
    return {(found.name, found.rdtype): found for found in read}


def _named(zone: str, what: str) -> set[dns.name.Name]:
    lines = (line[1:].strip() for line in zone.splitlines() if line.startswith(";"))
    return {dns.name.from_text(line.partition(":")[2].strip()) for line in lines if line.startswith(f"{what}:")}
