"""Text as every database keeps it: PostgreSQL takes no NUL, and no database half of a surrogate pair."""

import re

NEVER_KEPT = re.compile("[\x00\ud800-\udfff]")
"""Characters that no database keeps in a text or in JSON."""


def keepable(text: str) -> str:
    """The text without characters that no database keeps."""
    return NEVER_KEPT.sub("", text)


def showable(text: str) -> str:
    """The text with a sign in the place of each such character, for a person who looks at it."""
    return NEVER_KEPT.sub("\ufffd", text)
