"""What a provider's answer over HTTP means, in the vocabulary of the ledger (sending.md 11)."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from newsletter.core.pace import CLOSED_FOR
from newsletter.core.receipts import Stage

TOO_MANY = 429
NOT_US = frozenset({401, 403})
# The call met another one, or the server gave up on it: neither says whether the letter was taken.
UNDECIDED = frozenset({408, 409})
WAIT_S = CLOSED_FOR.total_seconds()  # where "later" names no time
SHORTEST_WAIT_S, LONGEST_WAIT_S = 1.0, 86_400.0  # quotas are of a day; whatever is longer was not meant for us


class Means(StrEnum):
    """`accepted` and `refused` are about the letter; `later` and `not_us` about the way; `silence` is no answer."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    NOT_US = "not_us"
    UNREACHED = "unreached"
    NOT_ASKED = "not_asked"
    SILENCE = "silence"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`words` are the provider's; `wait_s` is how long it asks us to stay away."""

    means: Means
    words: str = ""
    provider_id: str = ""
    wait_s: float = 0.0
    about_reader: bool = False

    @property
    def reply(self) -> tuple[int, str]:
        """The code and enhanced code that a mail server would have said for it; 0 is silence."""
        if self.means is Means.REFUSED:
            # A no to the address is the reader's; any other is our own fault and never theirs.
            return (550, "") if self.about_reader else (554, "5.7.0")
        return _REPLIES[self.means]

    @property
    def stage(self) -> Stage:
        """Where in a dialogue it would have been said: what is the way's fault was said to the connection."""
        return Stage.CONNECT if self.means in _OF_THE_WAY else Stage.DOT


_OF_THE_WAY = frozenset({Means.NOT_US, Means.UNREACHED, Means.NOT_ASKED})
_REPLIES = {
    Means.ACCEPTED: (250, "2.0.0"),
    Means.LATER: (452, "4.3.1"),
    Means.NOT_US: (451, "4.3.5"),
    Means.UNREACHED: (451, "4.4.1"),
    Means.NOT_ASKED: (451, "4.4.1"),
    Means.SILENCE: (0, ""),
}


def by_status(status: int, *, words: str, retry_after: str = "", date: str = "") -> Answer:
    """The meaning of an HTTP status that is not a success. `retry_after` and `date` are the answer's own headers."""
    said = f"HTTP {status}: {words}"
    if status == TOO_MANY:
        return Answer(means=Means.LATER, words=said, wait_s=_seconds(retry_after, date))
    if status in NOT_US:
        return Answer(means=Means.NOT_US, words=said)
    if 400 <= status < 500 and status not in UNDECIDED:
        return Answer(means=Means.REFUSED, words=said)
    return Answer(means=Means.SILENCE, words=said)


def by_recipient(status: str | None, *, provider_id: str, words: str = "") -> Answer:
    """The meaning of anymail's status of one recipient in a successful call."""
    if status in {"sent", "queued"}:
        return Answer(means=Means.ACCEPTED, provider_id=provider_id, words=status)
    if status in {"invalid", "rejected", "failed"}:
        return Answer(means=Means.REFUSED, about_reader=True, words=words or f"the address is {status}")
    return Answer(means=Means.SILENCE, words=f"status {status}")


def _seconds(retry_after: str, date: str) -> float:
    """RFC 9110 10.2.3: seconds, or a moment, which the answer's own date makes a length whatever our clock says."""
    if retry_after.isdecimal():
        asked = float(retry_after)
    elif (until := _moment(retry_after)) and (now := _moment(date)):
        asked = (until - now).total_seconds()
    else:
        return WAIT_S
    return max(SHORTEST_WAIT_S, min(asked, LONGEST_WAIT_S))


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
