"""The way back, tried: a bounce that this site mails to itself has to come in by the door that others' bounces take."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletter.core.deliverability.verdicts import Verdict, fix, good, not_checked

TITLE = "The way back"
OVERDUE = timedelta(minutes=5)  # a mail server needs seconds; a mailbox is visited every minute
NOBODY = "postmaster@example.com"  # RFC 2606: an address that is nobody's, in a report that names no reader

NEVER = "Nobody has tried it yet."
UNDER_WAY = "It has left, and is waited for."
WAITS = "A worker takes it along in a moment."
HOW = (
    "See that the MX of the bounce domain leads to your mail server.",
    "See that this server brings it to PARTWISE_LMTP (transport_maps, in Postfix), or to PARTWISE_BOUNCE_MAILBOX.",
    "See that manage.py run_inbound and the scheduler run.",
)


@dataclass(frozen=True, kw_only=True)
class Trip:
    """`refusal` is what the next server said when it would not take it, `away` why it could not be asked."""

    asked_at: datetime
    left_at: datetime | None = None
    heard_at: datetime | None = None
    refusal: str = ""
    away: str = ""

    def is_on(self, now: datetime) -> bool:
        """Whether an answer may still come."""
        is_over = self.heard_at or self.refusal or self.away
        return not is_over and now - (self.left_at or self.asked_at) < OVERDUE


def verdict(trip: Trip, *, now: datetime) -> Verdict:
    """What came of it."""
    if trip.away:
        return not_checked(f"The next server could not be asked: {trip.away}")
    if trip.refusal:
        return fix(f"The next server would not take it: {trip.refusal}", hints=HOW)
    if trip.heard_at and trip.left_at:
        seconds = max(1, round((trip.heard_at - trip.left_at).total_seconds()))
        return good(f"A bounce came back and was heard after {seconds} second{'s' if seconds > 1 else ''}.")
    if trip.is_on(now):
        return not_checked(UNDER_WAY if trip.left_at else WAITS)
    if not trip.left_at:
        return not_checked("No worker took it along. Start one with manage.py db_worker, then try again.")
    minutes = round((now - trip.left_at).total_seconds() / 60)
    words = f"It left {minutes} minutes ago and has not come back, so bounces of letters do not come back either."
    return fix(words, hints=HOW)


def bounce(*, to: str, domain: str, message_id: str, moment: str) -> bytes:
    """A report of a delivery (RFC 3464) of a letter that never was; `moment` is as mail writes it."""
    lines = (
        f"From: MAILER-DAEMON@{domain}",
        f"To: {to}",
        "Subject: A try of the way back",
        f"Date: {moment}",
        f"Message-ID: {message_id}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_way_back"',
        "",
        "--=_way_back",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "This site tries whether bounces find their way back to it. It is about no letter and no reader.",
        "",
        "--=_way_back",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; {domain}",
        "",
        f"Final-Recipient: rfc822; {NOBODY}",
        "Action: failed",
        "Status: 5.0.0",
        "",
        "--=_way_back--",
        "",
    )
    return "\r\n".join(lines).encode("ascii")
