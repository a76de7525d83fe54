import logging
import time
from contextlib import ExitStack

from django.core.management.base import BaseCommand, CommandError

from newsletter.conf import conf
from newsletter.core.inbound_routes import MailboxRoute, lmtp_place, mailbox_route
from newsletter.core.routes import RouteNotUnderstood
from newsletter.events.lmtp import listening
from newsletter.events.mailbox import MailboxAway, fetch
from newsletter.events.store import Door, store_mail
from newsletter.management.looping import Loop
from newsletter.models import Heartbeat

VISIT_S = 60.0

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Take in bounces, complaints and departures that come by mail, from a mail server (LMTP) or a mailbox."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        own = conf()
        if not own.hears_mail:
            raise CommandError("Set PARTWISE_LMTP or PARTWISE_BOUNCE_MAILBOX first. See docs/howto/bounces.md.")
        try:
            place = lmtp_place(own.lmtp) if own.lmtp else None
            mailbox = mailbox_route(own.bounce_mailbox) if own.bounce_mailbox else None
        except RouteNotUnderstood as odd:
            raise CommandError(str(odd)) from odd
        with ExitStack() as doors:
            if place:
                doors.enter_context(listening(place, keep=keep_brought))
            Loop(Heartbeat.Kind.INBOUND).until_stopped(Visits(mailbox).look)


class Visits:
    """The mailbox is visited every minute; one that cannot be read is told to staff by the log, and visited again."""

    def __init__(self, route: MailboxRoute | None) -> None:
        self._route, self._next = route, float("-inf")

    def look(self) -> bool:
        if not self._route or time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + VISIT_S
        try:
            count = fetch(self._route, keep=keep_fetched)
        except MailboxAway as away:
            log.warning("the mailbox of bounces cannot be read; the next visit tries again", extra={"why": str(away)})
        else:
            log.info("the mailbox of bounces was read", extra={"mails": count})
        return False


def keep_brought(raw: bytes, recipient: str) -> None:
    """A mail that a mail server brought."""
    store_mail(raw, door=Door.LMTP, recipient=recipient)


def keep_fetched(raw: bytes, size: int) -> None:
    """A mail that lay in the mailbox."""
    store_mail(raw, door=Door.MAILBOX, size=size)
