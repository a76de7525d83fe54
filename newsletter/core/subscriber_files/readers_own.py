"""What one reader took along of their own, as the records that our export of all readers has."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from newsletter.core.subscriber_files.own_rows import Record

FORMAT = "partwise-reader-1"
BY_THE_READER = "From the reader's own data"
YES = frozenset({"confirmed", "imported", "restored"})
"""Lines of consent that say yes, as `ConsentEvent.YES` has them."""

_STANDING = ("state", "confirmed_at", "paused_until", "ended_at", "ended_reason")
_SUPPRESSION = ("newsletter", "reason", "at", "until", "lifted_at")


class OwnRecords(NamedTuple):
    """A record for each subscription to a newsletter, or one without any; and one for each suppression."""

    readers: list[Record]
    suppressions: list[Record]


def records_of(about: Any, subscriptions: Sequence[Any], suppressions: Sequence[Any]) -> OwnRecords | None:
    """The records of the reader whom this is about; None where it is no file of ours. A series is not begun again."""
    if not isinstance(about, dict) or not all(isinstance(one, dict) for one in (*subscriptions, *suppressions)):
        return None
    who = {
        "address": about.get("email"),
        "first_name": about.get("first_name"),
        "language": about.get("language"),
        "time_zone": about.get("time_zone"),
        "reader_since": about.get("since"),
        "source": about.get("source"),
        "tags": about.get("tags"),
        "attributes": about.get("attributes") or {},
    }
    letters = [_standing(one) for one in subscriptions if "newsletter" in one]
    barred = [{name: one.get(name) for name in _SUPPRESSION} for one in suppressions]
    address = {"address": who["address"], "evidence": BY_THE_READER}
    return OwnRecords([{**who, **one} for one in letters or [{}]], [{**one, **address} for one in barred])


def _standing(one: Mapping[str, Any]) -> dict[str, Any]:
    """The subscription with its last yes; the newsletter by its slug, or in older files by its name."""
    yes: Mapping[str, Any] = next((line for line in reversed(_lines(one)) if line.get("action") in YES), {})
    return {
        **{name: one.get(name) for name in _STANDING},
        "newsletter": one.get("slug") or one.get("newsletter"),
        "subscribed_since": one.get("since"),
        "consent_given_on": yes.get("given_on"),
        "consent_wording": yes.get("wording"),
        "consent_evidence": yes.get("evidence"),
    }


def _lines(one: Mapping[str, Any]) -> list[Any]:
    found = one.get("consents")
    return [line for line in found if isinstance(line, dict)] if isinstance(found, list) else []
