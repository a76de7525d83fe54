"""How long a text takes to read."""

import math
from collections.abc import Iterable

WORDS_PER_MINUTE = 238  # Brysbaert 2019, doi:10.1016/j.jml.2019.104047: silent reading of English non-fiction


def minutes(words: int) -> int:
    """Whole minutes for so many words, rounded up, at least one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


def total(parts: Iterable[int]) -> int:
    """Minutes of a series: the sum of its live parts; nothing live reads in no time."""
    return sum(parts)
