"""Keeps messages in a list: for tests, and for a first look without any server."""

from collections.abc import Iterable, Iterator

from newsletter.core.content import Message
from newsletter.core.receipts import Receipt, Stage
from newsletter.transports.base import Mark, answered, refuse_inside_transaction, unanswered


class MemoryTransport:
    """`kept` are the messages that were handed over, in order."""

    def __init__(self) -> None:
        self.kept: list[Message] = []

    def offer(self, messages: Iterable[Message], *, mark: Mark) -> Iterator[Receipt]:
        for message in messages:
            refuse_inside_transaction()
            if message.delivery_id in mark([message]):
                self.kept.append(message)
                yield answered(message, "250 2.0.0 kept", stage=Stage.DOT)
            else:
                yield unanswered(message, stage=Stage.DATA)

    def close(self) -> None:
        """Nothing is open."""
