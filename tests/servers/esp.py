"""A recording provider on loopback, over real HTTP: it writes down what it accepts before it says so.

Its answers are those of tests/payloads/<provider>/. A fault belongs to a recipient's local part:
`desk.faults["bram"] = "429"`; it holds for every call unless it begins with "once ".
"""

import base64
import json
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAYLOADS = Path(__file__).resolve().parents[1] / "payloads"
ANSWERS = {"refused": "refused", "429": "too_many", "401": "unauthorized", "account": "account", "409": "concurrent"}
KNOWN = {"brevo": "known"}  # the others answer a known key as they did the first time


@dataclass(frozen=True)
class Taken:
    """One accepted call: its path, HTTP headers and body, and the recipient in it."""

    to: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def fields(self) -> dict:
        return json.loads(self.body)


@dataclass
class FakeProvider:
    slug: str
    url: str = ""
    accepted: list[Taken] = field(default_factory=list)
    calls: list[Taken] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    known_keys: set[str] = field(default_factory=set)
    hold: threading.Event = field(default_factory=threading.Event)
    retry_after: str = ""  # said in place of the documented time, with each answer that names one

    @property
    def recipients(self) -> list[str]:
        return [taken.to for taken in self.accepted]

    def fault_of(self, recipient: str) -> str:
        name = recipient.partition("@")[0]
        fault = self.faults.get(name, "")
        if fault.startswith("once "):
            del self.faults[name]
        return fault.removeprefix("once ")


@contextmanager
def recording_provider(slug):
    """The provider, listening on a free port; closed at the end."""
    desk = FakeProvider(slug=slug)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Desk", (_Handler,), {"desk": desk}))
    server.daemon_threads = True
    desk.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield desk
    finally:
        desk.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    desk: FakeProvider
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        letters = letters_in(body)
        call = Taken(", ".join(map(recipient_of, letters)), self.path, dict(self.headers), body)
        self.desk.calls.append(call)
        fault = next(filter(None, map(self.desk.fault_of, map(recipient_of, letters))), "")
        if fault in ANSWERS:
            self._say(ANSWERS[fault])
        elif fault == "hang up before":
            self._hang_up()
        else:
            self._accept(call, fault)

    def _accept(self, call, fault):
        key = call.headers.get("Idempotency-Key") or idempotency_key(call.body)
        is_known = key in self.desk.known_keys
        if key:
            self.desk.known_keys.add(key)
        letters = letters_in(call.body)
        if not is_known:
            self.desk.accepted += [replace(call, to=recipient_of(letter), body=letter) for letter in letters]
        if fault == "hang up after":
            self._hang_up()
        elif fault == "silence after":
            self.desk.hold.wait(30)
        elif fault == "500 after":
            self._write(500, {}, b'{"message": "Internal server error"}')
        elif fault == "nonsense after":
            self._write(200, {}, b"<html>Welcome</html>")
        elif is_known and self.desk.slug in KNOWN:
            self._say(KNOWN[self.desk.slug])
        else:
            self._say_yes(call, len(letters) - (fault == "one unnamed"))

    def _say_yes(self, call, count):
        if is_shared(call.body):
            self._say("accepted_together", count=count)
        else:
            self._say("accepted", to=call.to)

    def _say(self, name, *, to="", count=0):
        answer = json.loads((PAYLOADS / self.desk.slug / f"{name}.json").read_text())
        if count:
            [[place, [one]]] = answer["body"].items()
            answer["body"] = {place: [numbered(one, number) for number in range(count)]}
        body = answer["body"] if isinstance(answer["body"], str) else json.dumps(answer["body"])
        if to:
            body = body.replace("ada@example.org", to)
        headers = answer["headers"]
        if "Retry-After" in headers and self.desk.retry_after:
            headers |= {"Retry-After": self.desk.retry_after}
        self._write(answer["status"], headers, body.encode())

    def _write(self, status, headers, body):
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self):
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args):
        """Nothing: pytest shows what matters."""


def is_shared(body: bytes) -> bool:
    """Whether several letters may lie in this call."""
    return body.startswith(b"[") or b'"messageVersions"' in body


def letters_in(body: bytes) -> list[bytes]:
    """Each letter of a call as a call for it alone would hold it."""
    if not is_shared(body):
        return [body]
    found = json.loads(body)
    if isinstance(found, list):
        return [json.dumps(each).encode() for each in found]
    versions = found.pop("messageVersions")
    shared = found.pop("headers")
    return [json.dumps(found | one | {"headers": shared | one["headers"]}).encode() for one in versions]


def numbered(template, number):
    """The template of one letter's id, with its number in place of the #."""
    return json.loads(json.dumps(template).replace("#", str(number)))


def recipient_of(body: bytes) -> str:
    """The one address that a call is for, wherever its provider wants it."""
    if not body.startswith(b"{"):
        return form_fields(body)["to"].decode()
    found = json.loads(body)
    to = (
        found.get("To")
        or found.get("to")
        or found.get("Destination", {}).get("ToAddresses")
        or found["personalizations"][0]["to"]
    )
    [one] = [to] if isinstance(to, str) else to
    text = one if isinstance(one, str) else one["email"]
    return text.rpartition("<")[2].rstrip(">")


def form_fields(body: bytes) -> dict[str, bytes]:
    """The parts of a multipart form, by name."""
    boundary = body.split(b"\r\n", 1)[0]
    parts = [part.partition(b"\r\n\r\n") for part in body.split(boundary)[1:-1]]
    return {head.split(b'name="')[1].split(b'"')[0].decode(): value[:-2] for head, _, value in parts}


def idempotency_key(body: bytes) -> str:
    """Brevo's, which is a field of the body."""
    return json.loads(body).get("headers", {}).get("idempotencyKey", "") if body.startswith(b"{") else ""


def wire_in(taken: Taken) -> bytes:
    """The finished message in a call that carries one (Amazon SES, Mailgun)."""
    if taken.body.startswith(b"{"):
        return base64.b64decode(taken.fields["Content"]["Raw"]["Data"])
    return form_fields(taken.body)["message"]


def text_in(taken: Taken) -> str:
    """The plain text of a call, wherever it stands, with the line ends of the wire."""
    if not taken.body.startswith(b"{") or "Content" in taken.fields:
        return wire_in(taken).decode().partition("\r\n\r\n")[2]
    found = taken.fields
    contents = {one["type"]: one["value"] for one in found.get("content", []) if isinstance(one, dict)}
    text = found.get("text") or found.get("textContent") or found.get("TextBody") or contents["text/plain"]
    return text.replace("\n", "\r\n")


def parsed(data: bytes):
    return message_from_bytes(data, policy=policy.default)
