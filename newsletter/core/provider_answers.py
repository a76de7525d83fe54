"""What a provider's answer over HTTP means, in the vocabulary of the ledger (sending.md 11)."""

from dataclasses import dataclass
from enum import StrEnum

TOO_MANY = 429
NOT_US = frozenset({401, 403})
# The call met another one, or the server gave up on it: neither says whether the letter was taken.
UNDECIDED = frozenset({408, 409})
WAIT_S = 60.0  # where "later" names no time
LONGEST_WAIT_S = 3600.0


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


_REPLIES = {
    Means.ACCEPTED: (250, "2.0.0"),
    Means.LATER: (452, "4.3.1"),
    Means.NOT_US: (451, "4.3.5"),
    Means.UNREACHED: (451, "4.4.1"),
    Means.NOT_ASKED: (451, "4.4.1"),
    Means.SILENCE: (0, ""),
}


def by_status(status: int, *, words: str, retry_after: str = "") -> Answer:
    """The meaning of an HTTP status that is not a success."""
    said = f"HTTP {status}: {words}"
    if status == TOO_MANY:
        return Answer(means=Means.LATER, words=said, wait_s=_seconds(retry_after))
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


def _seconds(retry_after: str) -> float:
    # A date instead of seconds would need a clock; a minute is what providers mean by "later".
    return min(float(retry_after), LONGEST_WAIT_S) if retry_after.isdecimal() else WAIT_S
