"""Moments as other systems write them. Of two readings of one text, whoever asks says which is the safe one."""

import re
from datetime import UTC, datetime
from enum import Enum

_FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y",
    "%B %d, %Y %I:%M %p",
    "%B %d, %Y",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y",
    "%d %B %Y",
    "%a, %d %b %Y %H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S",
    "%a %b %d %Y %H:%M:%S",
)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?")
_UNIX = re.compile(r"\d{10}(\d{3})?")
_ZONE_WORDS = re.compile(r"\s*(?:UTC|GMT|Z)$|\s*\([^)]*\)$")
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No newsletter by mail is older: an earlier yes is a slip of the finger, or no date that every zone can tell."""


class Doubt(Enum):
    """Which reading of 03/04/2021 is the safe one: for a yes the earlier, for a no the later."""

    EARLIER = "earlier"
    LATER = "later"


def moment(text: str, *, doubt: Doubt) -> datetime | None:
    """The moment, in UTC where no zone is said; None for what is no moment of this or the last generation."""
    given = " ".join(text.split())
    if not given:
        return None
    found = [one for one in _readings(given) if one >= EARLIEST]
    if not found:
        return None
    return min(found) if doubt is Doubt.EARLIER else max(found)


def _readings(given: str) -> list[datetime]:
    if (iso := _iso(given)) is not None:
        return [iso]
    if _UNIX.fullmatch(given):
        return [datetime.fromtimestamp(int(given[:10]), tz=UTC)]
    bare = _ZONE_WORDS.sub("", given)
    if slashed := _SLASHED.fullmatch(bare):
        return _slashed(slashed)
    return _by_form(bare)


def _iso(given: str) -> datetime | None:
    if not given[:4].isdecimal() or given[4:5] != "-":
        return None
    try:
        return _in_utc(datetime.fromisoformat(_ZONE_WORDS.sub("", given)))
    except (ValueError, OverflowError):
        return None


def _slashed(found: re.Match[str]) -> list[datetime]:
    """Month first as in the United States, day first as elsewhere: whichever of the two there is."""
    one, other, year, hour, minute, second, half = found.groups()
    clock = int(hour or 0)
    if half:
        clock = clock % 12 + (12 if half.lower() == "pm" else 0)
    readings = []
    for month, day in ((one, other), (other, one)):
        try:
            readings.append(
                datetime(int(year), int(month), int(day), clock, int(minute or 0), int(second or 0), tzinfo=UTC)
            )
        except ValueError:
            continue
    return readings


def _by_form(given: str) -> list[datetime]:
    for form in _FORMS:
        try:
            return [_in_utc(datetime.strptime(given, form))]  # noqa: DTZ007 - without a zone it is UTC
        except (ValueError, OverflowError):
            continue
    return []


def _in_utc(found: datetime) -> datetime:
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
