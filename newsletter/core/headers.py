"""Header lines that every server and client reads the same way: encoded words, names, addresses, List-*.

Each function returns text without a line end at its end; folds are CRLF and one space.
"""

import base64
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache

from newsletter.core.content import Recipient
from newsletter.core.purposes import Purpose

WORD_BYTES = 42  # 56 letters of base64 and 12 of wrapping: an encoded word has at most 75 (RFC 2047 2)
LINE_COLUMNS = 76
NAME_CHARACTERS = 60
SUBJECT_CHARACTERS = 200
FOLD = "\r\n "

LISTED = frozenset({Purpose.ISSUE, Purpose.PART, Purpose.TEST})
AUTO_SUBMITTED = frozenset({Purpose.PART, Purpose.CONFIRMATION, Purpose.REMINDER, Purpose.SIGN_IN, Purpose.PREFERENCES})

_INJECTION = re.compile(r"[\r\n\x00]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PRINTABLE = re.compile(r"[ -~]+")
_MAILBOX = re.compile(r"[!#-'*+\-/-9=?A-Z^-~.]+@[A-Za-z0-9.-]+")
_URI = re.compile(r"[!-;=?-~]+")


class HeaderRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """A name, address or fact that could end its header; it is never mended silently."""


@dataclass(frozen=True, kw_only=True)
class SenderFacts:
    """What the headers of a newsletter need. Names here are wire names: neutral where the subject is sensitive.

    `site_url` has no slash at its end; `list_id`, `feedback_id` and `bounce_domain` are plain ASCII.
    `leaves_by_mail` says that somebody reads what arrives at the bounce domain.
    """

    from_name: str
    from_address: str
    site_url: str
    bounce_domain: str
    list_id: str = ""
    feedback_id: str = ""
    reply_to: str = ""
    newsletter: str = ""
    view_url: str = ""
    leaves_by_mail: bool = False
    purpose: Purpose = Purpose.ISSUE


def encoded_words(text: str) -> str:
    """`text` as encoded words, split between characters and folded; nothing for an empty text."""
    words, run = [], b""
    for character in text:
        piece = character.encode("utf-8", "replace")
        if len(run) + len(piece) > WORD_BYTES:
            words.append(run)
            run = b""
        run += piece
    return FOLD.join(_word(word) for word in [*words, run] if word)


def subject_line(pieces: list[str]) -> str:
    """The Subject from static texts and values in turn; a value never shares an encoded word with its neighbours."""
    kept = _cut([piece if piece.isascii() and piece.isprintable() else _CONTROLS.sub(" ", piece) for piece in pieces])
    whole = "".join(kept).strip()
    if _is_plain(whole) and len(whole) + len("Subject: ") <= LINE_COLUMNS:
        return f"Subject: {whole}"
    words = [encoded_words(piece) for piece in kept]
    return "Subject: " + FOLD.join(word for word in words if word)


def mailbox_line(header: str, *, name: str, address: str) -> str:
    """A header with exactly one mailbox. Raises HeaderRefused for what could forge a second one."""
    checked = mailbox(address)
    if not name.strip():
        return f"{header}: {checked}"
    shown = phrase(name)
    last = shown.rpartition(FOLD)[2] if FOLD in shown else f"{header}: {shown}"
    gap = FOLD if len(last) + len(checked) + 3 > LINE_COLUMNS else " "
    return f"{header}: {shown}{gap}<{checked}>"


def phrase(name: str) -> str:
    """A display name: a phrase or quoted string where that is safe, else encoded words. Raises HeaderRefused."""
    if _INJECTION.search(name):
        raise HeaderRefused("A name holds a line end. Please take it out.")
    shown = cleaned(name)[:NAME_CHARACTERS].strip()
    if not _is_plain(shown):
        return encoded_words(shown)
    if _ATOMS.fullmatch(shown):
        return shown
    quoted = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def mailbox(address: str) -> str:
    """The address itself, proven to be plain. Raises HeaderRefused."""
    if not _MAILBOX.fullmatch(address):
        raise HeaderRefused("An address holds something that cannot stand in a header. Please look at it.")
    return address


def cleaned(text: str) -> str:
    """Without controls and Unicode line ends: a run becomes one space."""
    return _CONTROLS.sub(" ", text).strip()


def date_line(date: datetime) -> str:
    """The Date, fixed when the delivery was planned. `date` is aware."""
    return _date_line(date, date.utcoffset())


def list_unsubscribe_line(url: str, *, mail: str = "") -> str:
    """Raw ASCII, folded only between the two ways: an encoded or folded URL breaks one-click (RFC 8058).

    `mail` is the address of the second way, empty where nobody reads what arrives there.
    """
    if not _URI.fullmatch(url):
        raise HeaderRefused("An unsubscribe address holds something that cannot stand in a header.")
    return f"List-Unsubscribe: <{url}>" + (f",{FOLD}<mailto:{mailbox(mail)}>" if mail else "")


def leaving_address(recipient: Recipient, *, facts: SenderFacts) -> str:
    """Where a mail ends the subscription of its letter; empty where nobody reads what arrives there."""
    return f"u+{recipient.mail_token}@{facts.bounce_domain}" if facts.leaves_by_mail else ""


def static_lines(facts: SenderFacts) -> list[str]:
    """The header lines that are the same for every recipient. Raises HeaderRefused."""
    lines = [mailbox_line("From", name=facts.from_name, address=facts.from_address)]
    if facts.reply_to:
        lines.append(mailbox_line("Reply-To", name="", address=facts.reply_to))
    if facts.purpose in LISTED:
        lines.append(f"List-Id: <{_token(facts.list_id)}>")
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    if facts.feedback_id:
        lines.append(f"Feedback-ID: {_token(facts.feedback_id)}")
    if facts.purpose in AUTO_SUBMITTED:
        lines.append("Auto-Submitted: auto-generated")  # RFC 3834
    return [*lines, "X-Auto-Response-Suppress: OOF, AutoReply", "MIME-Version: 1.0"]


def recipient_lines(recipient: Recipient, *, facts: SenderFacts) -> list[str]:
    """The header lines that name one recipient, without the Subject. Raises HeaderRefused."""
    lines = [
        mailbox_line("To", name=recipient.name, address=recipient.address),
        date_line(recipient.date),
        f"Message-ID: {_message_id(recipient.message_id)}",
    ]
    if facts.purpose in LISTED:
        mail = leaving_address(recipient, facts=facts)
        lines.append(list_unsubscribe_line(f"{facts.site_url}/u/{recipient.unsubscribe_token}", mail=mail))
    return lines


def _word(raw: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(raw).decode('ascii')}?="


@lru_cache(maxsize=64)  # all letters of an issue were planned at the same second
def _date_line(date: datetime, _offset: timedelta | None) -> str:
    # The offset is part of the key: two zones may name one instant, and their dates are equal.
    return f"Date: {format_datetime(date)}"


def _is_plain(text: str) -> bool:
    # "=?" is refused because a client would decode a reader who is called like an encoded word.
    return bool(_PRINTABLE.fullmatch(text)) and "=?" not in text


def _cut(pieces: list[str]) -> list[str]:
    """The pieces, of which no more than 200 characters together are kept."""
    kept, left = [], SUBJECT_CHARACTERS
    for piece in pieces:
        kept.append(piece[:left])
        left -= len(kept[-1])
    return kept


def _token(text: str) -> str:
    if not _URI.fullmatch(text):
        raise HeaderRefused("A header fact is empty or not plain ASCII. Please look at the sender identity.")
    return text


def _message_id(text: str) -> str:
    if not (text.startswith("<") and text.endswith(">")):
        raise HeaderRefused("A Message-ID stands in angle brackets.")
    return f"<{mailbox(text[1:-1])}>"
