"""The mailbox in which bounces lie: each mail is fetched, stored and committed, and only then deleted there.

A machine that stops in between finds the same mail again, and knows it by its digest.
"""

import imaplib  # noqa: TID251 - here it is read
import poplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from newsletter.core.inbound_routes import MailboxRoute
from newsletter.core.incoming import HEAD_BYTES, MOST_BYTES

TIMEOUT_S = 30
AT_ONCE = 500  # mails of one visit

# Real mail has longer lines than poplib's 2,048 octets; one of them would end every visit at the same place.
poplib._MAXLINE = MOST_BYTES  # type: ignore[attr-defined]  # noqa: SLF001 - it offers no other way

Keep = Callable[[bytes, int], object]
"""Stores a mail, given its bytes (or its beginning) and its whole size."""


class MailboxAway(Exception):  # noqa: N818 - the house names exceptions by what happened
    """The mailbox cannot be read now; nothing is lost, and the next visit tries again. Its words name no secret."""


def fetch(route: MailboxRoute, *, keep: Keep) -> int:
    """Everything in the mailbox, at most 500 mails: kept, then deleted there. Says how many. Raises MailboxAway."""
    visit = _imap if route.is_imap else _pop
    try:
        return visit(route, keep)
    except (imaplib.IMAP4.error, poplib.error_proto, OSError) as away:
        raise MailboxAway(f"{type(away).__name__} at {route.host}:{route.port}") from away


def _imap(route: MailboxRoute, keep: Keep) -> int:
    with _opened_imap(route) as box:
        box.login(route.user, route.password)
        _ok(box.select(_quoted(route.folder)))
        uids = _ok(box.uid("SEARCH", "UNDELETED"))[0].split()[:AT_ONCE]
        for uid in uids:
            size = _size(_ok(box.uid("FETCH", uid, "(RFC822.SIZE)")))
            what = "BODY.PEEK[]" if size <= MOST_BYTES else f"BODY.PEEK[]<0.{HEAD_BYTES}>"
            keep(_literal(_ok(box.uid("FETCH", uid, f"({what})"))), size)
            _ok(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
        box.expunge()
        return len(uids)


def _pop(route: MailboxRoute, keep: Keep) -> int:
    box = _opened_pop(route)
    try:
        box.user(route.user)
        box.pass_(route.password)
        sizes = [line.split() for line in box.list()[1][:AT_ONCE]]
        for number, size in ((int(number), int(size)) for number, size in sizes):
            lines = box.retr(number)[1] if size <= MOST_BYTES else box.top(number, 0)[1]
            keep(b"\r\n".join(lines) + b"\r\n", size)
            box.dele(number)
        box.quit()  # only now are they gone there
        return len(sizes)
    finally:
        box.close()


@contextmanager
def _opened_imap(route: MailboxRoute) -> Iterator[imaplib.IMAP4]:
    if route.has_tls:
        box: imaplib.IMAP4 = imaplib.IMAP4_SSL(route.host, route.port, ssl_context=_tls(route), timeout=TIMEOUT_S)
    else:
        box = imaplib.IMAP4(route.host, route.port, timeout=TIMEOUT_S)
    with box:
        yield box


def _opened_pop(route: MailboxRoute) -> poplib.POP3:
    if route.has_tls:
        return poplib.POP3_SSL(route.host, route.port, context=_tls(route), timeout=TIMEOUT_S)
    return poplib.POP3(route.host, route.port, timeout=TIMEOUT_S)


def _tls(route: MailboxRoute) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=route.ca or None)


def _ok(answer: tuple[str, list]) -> list:
    kind, found = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(f"The server said {kind}.")
    return found


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _size(found: list) -> int:
    return int(found[0].rpartition(b"RFC822.SIZE ")[2].split(b")")[0].split()[0])


def _literal(found: list) -> bytes:
    return next(part[1] for part in found if isinstance(part, tuple))
