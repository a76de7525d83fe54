"""Departures are written to a file as well, before their commit: a backup of the database knows nothing of them."""

import logging
import os

from cms.clock import database_now
from newsletter.conf import address_hmacs, conf
from newsletter.core.departures import Departure
from newsletter.models import Subscription

log = logging.getLogger(__name__)


def note_departure(row: Subscription) -> None:
    """One line, on the disk. A full disk keeps nobody from leaving: it is told to staff by the log."""
    departure = Departure(
        address_hmac=address_hmacs(row.subscriber.email_key)[-1], newsletter_id=row.newsletter_id, at=database_now()
    )
    try:
        conf().journal.parent.mkdir(parents=True, exist_ok=True)
        with conf().journal.open("a", encoding="ascii") as file:
            file.write(departure.line)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        log.exception("the journal of departures cannot be written; a restored backup would not know of this one")
