"""Mail that comes back, as servers write it: reports of deliveries, complaints, holiday greetings."""

from textwrap import dedent

HEAD = "From: MAILER-DAEMON@mx.example.net\r\nTo: {to}\r\nSubject: Undelivered mail\r\nMIME-Version: 1.0\r\n"


def report(
    *,
    to: str = "b+token@bounce.example.org",
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <ada@example.net>: no such user",
    original: str = "Message-ID: <abc@example.org>\nSubject: Signs",
) -> bytes:
    """A report of a delivery as RFC 3464 has it, with the head of the letter."""
    fields = f"Final-Recipient: rfc822; ada@example.net\nAction: {action}\nStatus: {status}\n"
    fields += f"Diagnostic-Code: {diagnostic}\n" if diagnostic else ""
    return _crlf(
        HEAD.format(to=to) + "Auto-Submitted: auto-replied\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="edge"\n\n'
        "--edge\nContent-Type: text/plain\n\nYour letter could not be delivered.\n\n"
        "--edge\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example.net\n\n{fields}\n"
        f"--edge\nContent-Type: text/rfc822-headers\n\n{original}\n\n--edge--\n"
    )


def prose(words: str, *, to: str = "b+token@bounce.example.org") -> bytes:
    """A bounce of qmail's kind: a text for people."""
    return _crlf(
        HEAD.format(to=to)
        + "Content-Type: text/plain\n\nHi. This is the qmail-send program at mx.example.net.\n"
        + "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        + "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        + f"<ada@example.net>:\n{words}\n\n--- Below this line is a copy of the message.\n\nSubject: Signs\n"
    )


def complaint(
    *, to: str = "fbl@bounce.example.org", kind: str = "abuse", fields: str = "", original: str = ""
) -> bytes:
    """A feedback report as RFC 5965 has it."""
    return _crlf(
        HEAD.format(to=to) + 'Content-Type: multipart/report; report-type=feedback-report; boundary="edge"\n\n'
        "--edge\nContent-Type: text/plain\n\nThis is a spam report.\n\n"
        f"--edge\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\n"
        f"User-Agent: FBL/1\nVersion: 1\n{fields}\n"
        f"--edge\nContent-Type: message/rfc822\n\n{original or 'Subject: Signs'}\n\nWords.\n\n--edge--\n"
    )


def holiday(*, to: str = "b+token@bounce.example.org") -> bytes:
    """An automatic reply (RFC 3834)."""
    return _crlf(HEAD.format(to=to) + "Auto-Submitted: auto-replied\n\nI am away until 550 5.1.1 happens.\n")


def plain(words: str = "unsubscribe", *, to: str) -> bytes:
    """What a person writes."""
    return _crlf(dedent(f"From: ada@example.net\nTo: {to}\nSubject: {words}\n\n{words}\n"))


def _crlf(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
