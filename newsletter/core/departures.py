"""A line for everyone who leaves, kept outside the database, so that an older backup cannot bring them back."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Who left which newsletter, and when; the address only as its keyed hash. `at` is aware."""

    address_hmac: str
    newsletter_id: int
    at: datetime

    @property
    def line(self) -> str:
        """One line of the journal, with its end."""
        return json.dumps([self.at.isoformat(), self.newsletter_id, self.address_hmac]) + "\n"


def read_journal(lines: Iterable[str]) -> Iterator[Departure | int]:
    """The departures in their order; in place of a line that was torn when the machine stopped, its number from 1."""
    for number, line in enumerate(lines, start=1):
        try:
            at, newsletter_id, address_hmac = json.loads(line)
            yield Departure(address_hmac=str(address_hmac), newsletter_id=int(newsletter_id), at=_aware(at))
        except (ValueError, TypeError):
            yield number


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment
