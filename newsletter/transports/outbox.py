"""Writes each message as a file into a local mailbox: for development and the demo."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsletter.core.content import Message
from newsletter.core.headers import mailbox
from newsletter.core.receipts import Receipt, Stage
from newsletter.transports.base import Mark, RouteFailed, answered, refuse_inside_transaction, unanswered

MESSAGE_ID = b"\r\nMessage-ID: <"


class OutboxTransport:
    """One .eml file per message, named by its Message-ID: a message that is offered again is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def offer(self, messages: Iterable[Message], *, mark: Mark) -> Iterator[Receipt]:
        for message in messages:
            refuse_inside_transaction()
            yield self._offered(message, mark)

    def close(self) -> None:
        """Nothing is open."""

    def _offered(self, message: Message, mark: Mark) -> Receipt:
        draft = self._written(message)
        if message.delivery_id not in mark([message]):
            draft.unlink()
            return unanswered(message, stage=Stage.DATA)
        try:
            draft.replace(self._folder / f"{message_name(message)}.eml")  # the point of no return
            _sync(self._folder)
        except OSError:
            return unanswered(message, stage=Stage.DOT)
        return answered(message, "250 2.0.0 in the outbox", stage=Stage.DOT)

    def _written(self, message: Message) -> Path:
        """The whole message on the disk, under a name that no reader of the mailbox looks at."""
        draft = self._folder / f".{message_name(message)}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(_trace(message) + message.data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as full:
            raise RouteFailed(f"The outbox cannot be written: {full.strerror}. Look at {self._folder}.") from full
        return draft


def message_name(message: Message) -> str:
    """The left side of the Message-ID: opaque, and safe as a file name."""
    rest = message.data[message.data.index(MESSAGE_ID) + len(MESSAGE_ID) :]
    name = rest[: rest.index(b"@")].decode("ascii")
    if not name.isalnum():
        raise RouteFailed("A Message-ID cannot be the name of a file.")
    return name


def _trace(message: Message) -> bytes:
    """What a final server writes above a message: the envelope, which the message itself does not say."""
    lines = (f"Return-Path: <{mailbox(message.envelope_from)}>", f"Delivered-To: {mailbox(message.envelope_to)}", "")
    return "\r\n".join(lines).encode("ascii")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
