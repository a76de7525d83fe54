"""The newest issue that left: the headers of a good letter stand on its bytes (readers.md 14.2)."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from newsletter.core.deliverability.facts import DomainFacts, LastLetter
from newsletter.core.deliverability.verdicts import Cases, Verdict, fix, good, not_checked, settled

LINE_OCTETS = 998  # RFC 5322 2.1.1
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version")
LISTED = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID")

_LEAVE = re.compile(r"<https?://[!-~]+>(?:, ?<mailto:[!-~]+>)?")
_FEEDBACK = re.compile(r"[^:\s]*:[^:\s]*:[^:\s]*:[^:\s]{5,15}")


def cases(facts: DomainFacts) -> Cases:
    if facts.letter is None:
        return {"letters": settled(not_checked("No issue has left yet. The newest one is looked at here."))}
    return {"letters": settled(_verdict(facts, facts.letter))}


def _verdict(facts: DomainFacts, letter: LastLetter) -> Verdict:
    if letter.fault:
        return fix(f"The letter cannot be made again: {letter.fault}. Tell the people who run this site.")
    message = message_from_bytes(letter.data, policy=policy.compat32)  # as it stands, nothing mended
    wrong = (*_headers(message), *_bytes(letter.data), *_addresses(facts, message, letter))
    if wrong:
        words = f"{wrong[0]} Tell the people who run this site: letters are made by its program, not by DNS."
        return fix(words, hints=wrong[1:])
    return good("Every header that the large mailbox providers ask for stands in it, and in its plain form.")


def _headers(message: Message) -> Iterator[str]:
    for name in (*ONCE, *LISTED):
        count = len(message.get_all(name, []))
        if count != 1:
            yield f"The header {name} {'is missing' if count == 0 else 'stands more than once'}."
    if not _LEAVE.fullmatch(str(message.get("List-Unsubscribe", ""))):
        yield "List-Unsubscribe is not one plain line with an address to press, so one-click does not work."
    if message.get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click":
        yield "List-Unsubscribe-Post does not say List-Unsubscribe=One-Click."
    if not _FEEDBACK.fullmatch(str(message.get("Feedback-ID", ""))):
        yield "Feedback-ID does not have four parts of which the last has 5 to 15 letters."
    kinds = [part.get_content_type() for part in message.walk()]
    if kinds != ["multipart/alternative", "text/plain", "text/html"]:
        yield "It is not a text and an HTML, in this order."


def _bytes(data: bytes) -> Iterator[str]:
    if any(len(line) > LINE_OCTETS for line in data.split(b"\r\n")):
        yield f"A line is longer than {LINE_OCTETS} octets."
    if not data.isascii():
        yield "It holds bytes beyond ASCII, which some servers change on the way."


def _addresses(facts: DomainFacts, message: Message, letter: LastLetter) -> Iterator[str]:
    if letter.return_path.rpartition("@")[2] != facts.bounce_domain:
        yield f"Its return path is not at {facts.bounce_domain}."
    if not str(message.get("List-Id", "")).endswith(f".{facts.sending_domain}>"):
        yield f"Its List-Id is not at {facts.sending_domain}."
