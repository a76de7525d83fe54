"""The door behind a mail server (LMTP, RFC 2033): a mail is committed before it is answered with yes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller, UnixSocketController
from aiosmtpd.lmtp import LMTP
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections

from newsletter.conf import token_keys
from newsletter.core.inbound_routes import LmtpPlace
from newsletter.core.incoming import is_for_us
from newsletter.core.tokens import Keys

LARGEST = 32 * 1024 * 1024

Keep = Callable[[bytes, str], object]
"""Stores a mail for one recipient, committed when it returns."""


@contextmanager
def listening(place: LmtpPlace, *, keep: Keep) -> Iterator[None]:
    """Mail is taken at this place until the block ends. Raises OSError where nobody may listen."""
    door, named = Door(keep), {"ident": "Partwise", "server_hostname": "partwise"}
    controller = (
        _OnSocket(door, unix_socket=place.socket, **named)
        if place.socket
        else _OnPort(door, hostname=place.host, port=place.port, **named)
    )
    controller.start()
    try:
        yield
    finally:
        controller.stop()


class Door:
    """What the server asks for each recipient and each mail."""

    def __init__(self, keep: Keep, *, keys: Callable[[], Keys] = token_keys) -> None:
        self._keep, self._keys = keep, keys

    async def handle_RCPT(self, server, session, envelope, address: str, rcpt_options) -> str:  # noqa: N802, ARG002 - aiosmtpd's
        if not is_for_us(address, keys=self._keys()):
            return "550 5.1.1 Nobody lives here under this name"
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time, please"  # each has an answer of its own
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Go on"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd's
        try:
            await sync_to_async(self._kept, thread_sensitive=False)(envelope.content, envelope.rcpt_tos[0])
        except DatabaseError:
            return "451 4.3.0 The database is away, please come again"
        return "250 2.0.0 Stored"

    def _kept(self, raw: bytes, recipient: str) -> None:
        close_old_connections()
        try:
            self._keep(raw, recipient)
        finally:
            close_old_connections()


class _OnPort(Controller):
    def factory(self) -> LMTP:
        return LMTP(self.handler, data_size_limit=LARGEST, **self.SMTP_kwargs)


class _OnSocket(UnixSocketController):
    def factory(self) -> LMTP:
        return LMTP(self.handler, data_size_limit=LARGEST, **self.SMTP_kwargs)
