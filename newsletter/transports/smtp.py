"""The next mail server over many connections; the mark stands immediately before the final dots.

How it is driven: `newsletter.send.keep_delivering` hands it messages and the mark; `manage.py run_sender` calls that.
PARTWISE_TRANSPORT=smtp PARTWISE_SMTP_URL=smtp://127.0.0.1:2525 PARTWISE_SMTP_CONNECTIONS=8 manage.py run_sender
hands over to a server on loopback; tests make `SmtpTransport(smtp_route(url), name="here.example")` and close it.
"""

from collections.abc import Iterable, Iterator

from newsletter.core.content import Message
from newsletter.core.receipts import Receipt
from newsletter.core.routes import SmtpRoute
from newsletter.transports.base import Mark, refuse_inside_transaction
from newsletter.transports.lines import Lines
from newsletter.transports.patience import Patience
from newsletter.transports.stream import Stream

CONNECTIONS = 8


class SmtpTransport:
    """One recipient per transaction. What ends before the dot was not handed over; after it, silence is uncertain.

    Connections outlive an offer and say goodbye when they have rested for 15 s, at the latest at `close`.
    """

    def __init__(
        self,
        route: SmtpRoute,
        *,
        name: str,
        patience: Patience = Patience(),  # noqa: B008 - frozen
        connections: int = CONNECTIONS,
    ) -> None:
        self.connections = connections
        self._patience = patience
        self._lines = Lines(route, name=name, patience=patience, most=connections)

    def offer(self, messages: Iterable[Message], *, mark: Mark) -> Iterator[Receipt]:
        refuse_inside_transaction()
        try:
            yield from Stream(self._lines, messages, mark=mark, patience=self._patience).receipts()
        except BaseException:
            self._lines.abandon()
            raise

    def close(self) -> None:
        """Say goodbye to the server; a later offer opens anew."""
        self._lines.close()
