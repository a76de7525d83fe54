"""Where a browser says that its reader is at home: a wish of theirs, never a guess from an address."""

import re

_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:-[a-zA-Z]{4})?-([a-zA-Z]{2})\b")
LONGEST = 500  # characters of an Accept-Language header that are read


def region_of(accept_language: str) -> str:
    """The country of the first language that names one, such as PT of `pt-PT,en;q=0.8`; an empty text if none does."""
    found = _LANGUAGE.search(accept_language[:LONGEST])
    return found[2].upper() if found else ""
