"""How the settings of pace are written. Each raises ImproperlyConfigured, naming the variable, for an odd value."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ImproperlyConfigured

Rate = float | None
Rates = Mapping[str, float]
Start = Mapping[str, object]

FIRST_DAY = 200
FIRST_DAYS = range(1, 10_001)


def per_second(text: str) -> Rate:
    """PARTWISE_PER_SECOND: letters a second, or None for no limit."""
    return _rate(text, f"PARTWISE_PER_SECOND is {text!r}") if text.strip() else None


def receivers(text: str) -> Rates:
    """PARTWISE_RECEIVERS_PER_SECOND: letters a second by group of mailboxes, as gmail=20,example.org=0.5."""
    found = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, equals, rate = pair.partition("=")
        if not equals or not name.strip():
            raise ImproperlyConfigured(f"PARTWISE_RECEIVERS_PER_SECOND has {pair!r}. Write it like gmail=20.")
        found[name.strip().lower()] = _rate(rate, f"PARTWISE_RECEIVERS_PER_SECOND has {pair!r}")
    return found


def warm_up(text: str) -> Start:
    """PARTWISE_WARM_UP: the first day and how many letters each group gets on it, as 2026-12-01:200; empty for none."""
    if not text.strip():
        return {}
    day, colon, count = text.strip().partition(":")
    try:
        since, first_day = date.fromisoformat(day), int(count) if colon else FIRST_DAY
    except ValueError:
        raise ImproperlyConfigured(f"PARTWISE_WARM_UP is {text!r}. Write it like 2026-12-01:200.") from None
    if first_day not in FIRST_DAYS:
        raise ImproperlyConfigured(f"PARTWISE_WARM_UP is {text!r}. Begin with 1 to 10000 letters a day.")
    return {"since": since, "first_day": first_day}


def _rate(text: str, what: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < float("inf"):
        raise ImproperlyConfigured(f"{what}. Give letters a second, such as 20 or 0.5.")
    return rate
