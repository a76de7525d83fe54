"""The next mail server, one connection, step by step; the mark stands immediately before the final dot."""

import base64
import ssl
from collections.abc import Iterable, Iterator

from newsletter.core.content import Message, Receipt, Stage
from newsletter.core.replies import read_reply, shortened
from newsletter.core.routes import SmtpRoute, Tls
from newsletter.transports.base import Mark, RouteFailed, answered, refuse_inside_transaction, unanswered
from newsletter.transports.conversation import Conversation, Patience, connect

MESSAGES_PER_CONNECTION = 100
GO_AWAY = 421  # the server closes after it (RFC 5321 3.8)


class SmtpTransport:
    """One recipient per transaction. What ends before the dot was not handed over; after it, silence is uncertain."""

    def __init__(self, route: SmtpRoute, *, name: str, patience: Patience = Patience()) -> None:  # noqa: B008 - frozen
        self._route, self._name, self._patience = route, name, patience
        self._line: Conversation | None = None
        self._taken = 0

    def offer(self, messages: Iterable[Message], *, mark: Mark) -> Iterator[Receipt]:
        try:
            for message in messages:
                refuse_inside_transaction()
                yield self._offered(message, mark)
        finally:
            self._hang_up()

    def _offered(self, message: Message, mark: Mark) -> Receipt:
        line = self._begun(message)
        stage = Stage.RCPT
        try:
            reply = line.command(f"RCPT TO:<{message.envelope_to}>")
            if _code(reply) // 100 != 2:
                return self._told(line, message, reply, stage)
            stage = Stage.DATA
            reply = line.command("DATA")
            if _code(reply) != 354:
                return self._told(line, message, reply, stage)
            line.body(message.data)
        except OSError:
            self._hang_up()
            return unanswered(message, stage=stage)
        return self._passed(line, message, mark)

    def _passed(self, line: Conversation, message: Message, mark: Mark) -> Receipt:
        """The gate: all but the dot is written."""
        if message.delivery_id not in mark([message]):
            self._hang_up()  # there is no other way out of DATA
            return unanswered(message, stage=Stage.DATA)
        try:
            reply = line.dot()
        except OSError:
            self._hang_up()
            return unanswered(message, stage=Stage.DOT)
        self._taken += 1
        if self._taken >= MESSAGES_PER_CONNECTION or _code(reply) == GO_AWAY or _code(reply) // 100 not in {2, 4, 5}:
            self._hang_up()
        return answered(message, reply, stage=Stage.DOT)

    def _told(self, line: Conversation, message: Message, reply: str, stage: Stage) -> Receipt:
        """A no before the body; the next message needs a clean state."""
        if not self._is_clean(line, reply):
            self._hang_up()
        return answered(message, reply, stage=stage)

    def _is_clean(self, line: Conversation, reply: str) -> bool:
        if _code(reply) == GO_AWAY or _code(reply) // 100 not in {4, 5}:
            return False
        try:
            return _code(line.command("RSET")) == 250
        except OSError:
            return False

    def _begun(self, message: Message) -> Conversation:
        """A connection that took MAIL. A used one that fails is replaced once. Raises RouteFailed."""
        if self._line:
            try:
                if _code(self._mail(self._line, message)) // 100 == 2:
                    return self._line
            except OSError:
                pass  # servers close idle and long connections as they like
            self._hang_up()
        line = self._open()
        try:
            _expect(self._mail(line, message), "MAIL FROM")
        except OSError as error:
            raise self._failed(error) from error
        return line

    def _mail(self, line: Conversation, message: Message) -> str:
        size = f" SIZE={len(message.data)}" if "SIZE" in line.offers else ""
        return line.command(f"MAIL FROM:<{message.envelope_from}>{size}")

    def _open(self) -> Conversation:
        try:
            line = self._line = connect(self._route, context=self._context(), patience=self._patience)
            _expect(line.reply(), "the connection")
            _expect(line.greet(self._name), "EHLO")
            self._secure(line)
            self._log_in(line)
        except OSError as error:
            raise self._failed(error) from error
        self._taken = 0
        return line

    def _secure(self, line: Conversation) -> None:
        if line.is_encrypted or self._route.tls is Tls.NONE:
            return
        if "STARTTLS" in line.offers:
            _expect(line.command("STARTTLS"), "STARTTLS")
            line.encrypt(self._context(), host=self._route.host)
            _expect(line.greet(self._name), "EHLO")
        elif self._route.tls is Tls.REQUIRED:
            raise RouteFailed("The next server offers no TLS, and PARTWISE_SMTP_URL requires it.", is_refused=True)

    def _log_in(self, line: Conversation) -> None:
        if not self._route.user:
            return
        user, password = self._route.user, self._route.password
        if "PLAIN" in line.offers.get("AUTH", "").upper().split():
            _expect(line.command(f"AUTH PLAIN {_base64(f'{chr(0)}{user}{chr(0)}{password}')}"), "AUTH")
            return
        _expect(line.command("AUTH LOGIN"), "AUTH", wanted=3)
        _expect(line.command(_base64(user)), "AUTH", wanted=3)
        _expect(line.command(_base64(password)), "AUTH")

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._route.ca or None)

    def _failed(self, error: OSError) -> RouteFailed:
        self._hang_up()
        # A certificate that does not hold will not hold in a minute either.
        is_refused = isinstance(error, ssl.SSLCertVerificationError)
        return RouteFailed(f"{self._route.host} cannot be reached: {error}", is_refused=is_refused)

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()
        self._line = None


def _expect(reply: str, asked: str, *, wanted: int = 2) -> None:
    """The answers that concern no message. Raises RouteFailed."""
    code = _code(reply)
    if code // 100 != wanted:
        raise RouteFailed(f"The next server answered {asked}: {shortened(reply)}", is_refused=code // 100 == 5)


def _code(reply: str) -> int:
    return read_reply(reply)[0]


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
