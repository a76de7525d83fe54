"""The names of countries, by the two letters of ISO 3166."""

from functools import cache
from importlib.resources import files

# Where the table of tz-data says something that readers would stumble over, or nothing.
KINDER = {"EU": "European Union", "GB": "United Kingdom", "KR": "South Korea", "KP": "North Korea"}


def country_name(code: str) -> str:
    """The name in English; a code that nobody knows stays as it is."""
    return KINDER.get(code) or _table().get(code, code)


@cache
def _table() -> dict[str, str]:
    text = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
