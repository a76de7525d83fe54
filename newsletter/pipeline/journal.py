"""Departures are written to a file as well, before their commit: a backup of the database knows nothing of them."""

import logging
import os
from collections.abc import Sequence

from cms.clock import database_now
from newsletter.conf import address_hmacs, conf, suppression_keys
from newsletter.core.departures import Departure, What

log = logging.getLogger(__name__)


def note_departure(
    email_key: str, *, what: What = What.LEFT, newsletter_id: int | None = None, course_id: int | None = None
) -> None:
    """One line, on the disk."""
    note_departures(
        [
            Departure(
                address_hmac=address_hmacs(email_key)[-1],
                key_id=list(suppression_keys())[-1],
                newsletter_id=newsletter_id,
                course_id=course_id,
                at=database_now(),
                what=what,
            )
        ]
    )


def note_departures(departures: Sequence[Departure]) -> None:
    """A line each, on the disk. A full disk keeps nobody from leaving: it is told to staff by the log."""
    if not departures:
        return
    try:
        conf().journal.parent.mkdir(parents=True, exist_ok=True)
        with conf().journal.open("a", encoding="ascii") as file:
            file.writelines(each.line for each in departures)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        log.exception(
            "the journal of departures cannot be written; a restored backup would not know of these",
            extra={"departures": len(departures)},
        )
