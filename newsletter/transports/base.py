"""The one shape of a transport: one ledger serves a mail server, a provider, files on disk, a list in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set as AbstractSet
from typing import Protocol

from django.db import connection

from newsletter.core.content import Message
from newsletter.core.receipts import Receipt, Stage
from newsletter.core.replies import read_reply

Mark = Callable[[Sequence[Message]], AbstractSet[str]]
"""Asked with all that wait immediately before the point of no return: the ids that may go, and must go at once."""


class Transport(Protocol):
    """Our way to a next server."""

    def offer(self, messages: Iterable[Message], *, mark: Mark) -> Iterator[Receipt]:
        """One receipt for each message, in any order. What `mark` does not return is not handed over.

        `mark` may be asked with nobody waiting: then it writes the receipts so far. A message without a receipt (the
        sender stopped, the way failed) was not handed over, unless it was marked.
        Raises RouteFailed when the way itself is closed (no message is to blame), and InsideTransaction.
        """

    def close(self) -> None:
        """Give back what outlives an offer, such as connections; a later offer opens anew."""


class RouteFailed(Exception):  # noqa: N818 - the house names exceptions by what happened
    """The way to the next server is closed; messages without a receipt were not handed over.

    `is_refused`: the server answered and does not want us, so that waiting alone will not help.
    """

    def __init__(self, words: str, *, is_refused: bool = False) -> None:
        super().__init__(words)
        self.is_refused = is_refused


class InsideTransaction(RuntimeError):  # noqa: N818 - the house names exceptions by what happened
    """Something was offered inside a transaction: a rollback afterwards would hand it over a second time."""


def refuse_inside_transaction() -> None:
    """Commit before the network. Raises InsideTransaction; the transaction around a test case does not count."""
    # Django's own durable atomic asks the same two attributes.
    if any(not block._from_testcase for block in connection.atomic_blocks):  # noqa: SLF001 - as said above
        raise InsideTransaction("Messages are offered after the commit. Leave transaction.atomic() first.")


def answered(message: Message, reply: str, *, stage: Stage) -> Receipt:
    """The receipt for a raw reply of a server; one that makes no sense is silence."""
    code, enhanced = read_reply(reply)
    return Receipt(delivery_id=message.delivery_id, stage=stage, code=code, enhanced=enhanced, reply=reply)


def unanswered(message: Message, *, stage: Stage) -> Receipt:
    """The receipt when nothing was said; after the dot nobody knows what became of it."""
    return Receipt(delivery_id=message.delivery_id, stage=stage)
