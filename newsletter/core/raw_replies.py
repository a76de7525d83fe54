"""The refusals of an issue as a person can read them: the few that stand behind thousands."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from newsletter.core.delivery_state import Reason
from newsletter.core.delivery_words import REASONS

MOST = 3

_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_NAME_OF_ONE = re.compile(r"\b(?=\w*\d)(?=\w*[a-zA-Z])\w{8,}\b|\b\d{5,}\b")  # queue ids and the like


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One kind of answer: as it was said, without what names one message or reader; how often, and what it means."""

    reply: str
    count: int
    meaning: str


def most_frequent(refusals: Iterable[tuple[str, str]]) -> tuple[Refusal, ...]:
    """The three most frequent of (raw reply, reason), most frequent first."""
    counted = Counter((of_many(reply), reason) for reply, reason in refusals)
    return tuple(
        Refusal(reply=reply, count=count, meaning=REASONS[Reason(reason)])
        for (reply, reason), count in counted.most_common(MOST)
    )


def of_many(reply: str) -> str:
    """A raw reply without what names one message or one reader: it may be kept, and shown to staff."""
    return _NAME_OF_ONE.sub("…", _ADDRESS.sub("…", reply)) or "No words were given."
