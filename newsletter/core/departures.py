"""A line for everyone who leaves, says no or is erased, outside the database: an older backup brings nobody back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """What happened to an address: one newsletter was left, everything was refused, or the reader was erased.

    `..._THERE` came with a file from another system; `TAKEN_BACK` says that the import of it was undone.
    """

    LEFT = "left"
    COMPLAINT = "complaint"
    OBJECTION = "objection"
    ERASED = "erased"
    LEFT_THERE = "left_there"
    COMPLAINED_THERE = "complained_there"
    OBJECTED_THERE = "objected_there"
    TAKEN_BACK = "taken_back"


REFUSED = frozenset({What.COMPLAINT, What.OBJECTION})
THERE: Mapping[str, What] = {
    "imported": What.LEFT_THERE,
    "complaint": What.COMPLAINED_THERE,
    "objection": What.OBJECTED_THERE,
}
"""By the reason of the suppression that an import makes of it."""


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Who, what and when; the address only as its keyed hash, with the id of the key. `at` is aware.

    `newsletter_id` and `course_id` are None for what is about everything; one who leaves names one of the two.
    """

    address_hmac: str
    newsletter_id: int | None
    at: datetime
    what: What = What.LEFT
    key_id: str = ""
    course_id: int | None = None

    @property
    def line(self) -> str:
        """One line of the journal, with its end."""
        facts = [
            self.at.isoformat(),
            self.newsletter_id,
            self.address_hmac,
            self.what.value,
            self.key_id,
            self.course_id,
        ]
        return json.dumps(facts) + "\n"


def read_journal(lines: Iterable[str]) -> Iterator[Departure | int]:
    """The departures in their order; in place of a line that was torn when the machine stopped, its number from 1."""
    for number, line in enumerate(lines, start=1):
        try:
            at, newsletter_id, address_hmac, *rest = json.loads(line)
            what, key_id, *later = rest or (What.LEFT, "")  # the first journals knew only of leaving
            [course_id] = later or [None]  # and the next ones of no courses
            yield Departure(
                address_hmac=str(address_hmac),
                newsletter_id=None if newsletter_id is None else int(newsletter_id),
                at=_aware(at),
                what=What(what),
                key_id=str(key_id),
                course_id=None if course_id is None else int(course_id),
            )
        except (ValueError, TypeError):
            yield number


def not_taken_back(departures: Iterable[Departure]) -> list[Departure]:
    """Without those that came by a file and were taken back after it; `departures` are in the order of their time."""
    kept: dict[tuple[str, int | None, What], Departure] = {}
    for each in departures:
        if each.what is What.TAKEN_BACK:
            for what in THERE.values():
                kept.pop((each.address_hmac, each.newsletter_id, what), None)
        else:
            kept[each.address_hmac, each.newsletter_id, each.what] = each
    return list(kept.values())


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment
