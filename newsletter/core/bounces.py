"""What a letter that came back says: RFC 3464 first, and where a server wrote prose, flufl.bounce (Mailman's own).

A class that is not certain is the mild one: nobody loses their letters because we guessed.
"""

import re
from collections.abc import Iterator
from email import message_from_string
from email.message import Message

from flufl.bounce import all_failures

from newsletter.core.delivery_state import Reason
from newsletter.core.news import Kind, News
from newsletter.core.raw_replies import of_many
from newsletter.core.replies import Effect, is_ours, read_reply, refusal, shortened, subject_and_detail

PROSE_CHARACTERS = 8_000

_BLANK_LINE = re.compile(r"\r?\n(?:\r?\n)+")
_KINDS = {"failed": Kind.BOUNCED, "delayed": Kind.DELAYED, "delivered": Kind.DELIVERED}
_CODES_IN_PROSE = (
    re.compile(r"(?<![\d.])([45]\d\d)[ -]+#?([45]\.\d{1,3}\.\d{1,3})(?![\d.])"),
    re.compile(r"()[(#\[]([45]\.\d{1,3}\.\d{1,3})(?![\d.])"),
    re.compile(
        r"(?:said|says|error|response|reply|rejected|failed)\b[^\n]{0,80}?(?<![\d.])([45]\d\d)()\b", re.IGNORECASE
    ),
)


def read_bounce(message: Message) -> News | None:
    """What came back and why; None for a letter that is no report of a delivery."""
    reports = [news for block in _status_blocks(message) if (news := _reported(block))]
    if reports:
        return min(reports, key=lambda news: list(Kind).index(news.kind))
    temporary, permanent = _found_by_mailman(message)
    if not (temporary or permanent):
        return None
    code, enhanced, words = _found_in(_prose(message))
    if not permanent:
        return _news(Kind.DELAYED, code, enhanced, words)
    return _news(Kind.BOUNCED, code, enhanced, words)


def final_class(code: int, enhanced: str) -> tuple[Reason, Effect]:
    """Why a server gave a letter back for good, and what that does to its reader: the table of readers.md 8.3."""
    if enhanced.startswith("4.") or (not enhanced and code // 100 == 4):
        status = subject_and_detail(enhanced)
        ours = status is not None and is_ours(status)
        return (Reason.POLICY, Effect.COUNT_POLICY) if ours else (Reason.SOFT, Effect.COUNT_BOUNCE)
    reason, effect = refusal(code, enhanced)
    # One receiver's limit, heard when the other letters have left: nothing is gained by holding them.
    return reason, Effect.COUNT_POLICY if effect is Effect.HOLD_ISSUE else effect


def _found_by_mailman(message: Message) -> tuple[set[bytes], set[bytes]]:
    """The addresses that a text for people says to have failed for now, and for good."""
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001 - it reads what strangers write; a mail that it cannot read is no bounce
        return set(), set()
    return set(temporary), set(permanent)


def _status_blocks(message: Message) -> Iterator[Message]:
    """The groups of fields of each recipient (RFC 3464 2.3), but not of letters that lie inside the report."""
    for part in message.walk():
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            payload = part.get_payload()
            for block in payload if isinstance(payload, list) else ():
                yield from _blocks(block) if isinstance(block, Message) else ()
            return


def _blocks(block: Message) -> Iterator[Message]:
    """The group, and those behind it: of a report in UTF-8 (RFC 6533) the standard library parts only the first."""
    yield block
    behind = block.get_payload()
    for text in _BLANK_LINE.split(behind) if isinstance(behind, str) and behind.strip() else ():
        yield message_from_string(text)


def _reported(block: Message) -> News | None:
    kind = _KINDS.get(_field(block, "Action").lower())
    if kind is None:
        return None
    diagnostic = _field(block, "Diagnostic-Code").partition(";")[2].strip()
    code, enhanced = read_reply(diagnostic)
    stated = _field(block, "Status").partition(" ")[0]
    if not enhanced or (subject_and_detail(enhanced) == (0, 0) and subject_and_detail(stated)):
        enhanced = stated if subject_and_detail(stated) else enhanced
    return _news(kind, code, enhanced, diagnostic)


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _news(kind: Kind, code: int, enhanced: str, words: str) -> News:
    reason, effect = (None, Effect.NONE) if kind is not Kind.BOUNCED else final_class(code, enhanced)
    said = of_many(shortened(words)) if words.strip() else ""
    return News(kind=kind, reason=reason, effect=effect, code=code, enhanced=enhanced, words=said)


def _prose(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            raw = part.get_payload(decode=True)
            return raw.decode("utf-8", "replace")[:PROSE_CHARACTERS] if isinstance(raw, bytes) else ""
    return ""


def _found_in(prose: str) -> tuple[int, str, str]:
    """Code, enhanced code and the line that says them; only where they stand as a server writes them."""
    for pattern in _CODES_IN_PROSE:
        if found := pattern.search(prose):
            line = prose[prose.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
            return int(found[1] or 0), found[2], line
    return 0, "", ""
