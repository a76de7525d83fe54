"""What is kept of readers, how long, and why: one table, which the clearing job obeys and the privacy page prints.

Its words are a reader's: each is translated where it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_LENGTHS: Mapping[Unit, timedelta] = {
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.MONTH: timedelta(days=31),  # the longest of them: a promise of 13 months is never kept too short
    Unit.YEAR: timedelta(days=366),
}


@dataclass(frozen=True)
class Period:
    """A length of time as people say it: 24 hours, 13 months."""

    count: int
    unit: Unit

    @property
    def length(self) -> timedelta:
        """At most so long; a calendar may make it a little shorter."""
        return self.count * _LENGTHS[self.unit]


@dataclass(frozen=True, kw_only=True)
class Retention:
    """One kind of data: `what` it is, for what `period` it is kept (None: for good), and `why`."""

    what: str
    why: str
    period: Period | None


class Kept(StrEnum):
    """The kinds, each with the moment from which its period counts."""

    SIGN_UP_REQUEST = "sign_up_request"  # asked
    NETWORK = "network"  # asked
    UNCONFIRMED = "unconfirmed"  # the link was made
    UNPROVED = "unproved"  # the import changed last
    MAIL_COUNT = "mail_count"  # the last mail that counts
    WRONG_TOKENS = "wrong_tokens"  # the first of them
    MAILED_LINK = "mailed_link"  # it was made
    RAW_REPLY = "raw_reply"  # the delivery ended
    INBOUND_MAIL = "inbound_mail"  # it came in
    ADDRESS_HEALTH = "address_health"  # a letter came back last
    DELIVERY = "delivery"  # it ended
    WAY = "way"  # the reader left the series; its parts as long as any series goes on
    EXPORT_FILE = "export_file"  # it was made
    IMPORT_FILE = "import_file"  # it was given
    IMPORT_ROW = "import_row"  # the import changed last
    CONSENT = "consent"  # the subscription ended
    ACCESS_RECORD = "access_record"  # somebody looked
    SUPPRESSION = "suppression"
    DEPARTURE = "departure"


def gettext_noop(words: str) -> str:
    """The same words; xgettext finds them by this name."""
    return words


RETENTION: Mapping[Kept, Retention] = {
    Kept.SIGN_UP_REQUEST: Retention(
        what=gettext_noop("A sign-up as it was typed into the form"),
        why=gettext_noop("To write to you once. Its address and name go as soon as that is done."),
        period=Period(24, Unit.HOUR),
    ),
    Kept.NETWORK: Retention(
        what=gettext_noop("The network that a sign-up came from, as a hash that cannot be turned back"),
        why=gettext_noop("To slow down whoever signs up others in bulk. Your IP address itself is not stored."),
        period=Period(24, Unit.HOUR),
    ),
    Kept.UNCONFIRMED: Retention(
        what=gettext_noop("A sign-up that nobody confirmed, or a question of ours that nobody answered"),
        why=gettext_noop("So that the button in our mail works for a while."),
        period=Period(7, Unit.DAY),
    ),
    Kept.UNPROVED: Retention(
        what=gettext_noop("An address that came in a list from elsewhere, without proof that its reader agreed"),
        why=gettext_noop("So that we can ask once whether letters are wanted. Until a yes, none comes."),
        period=Period(30, Unit.DAY),
    ),
    Kept.MAIL_COUNT: Retention(
        what=gettext_noop("How often we wrote to an address because somebody asked for it, without the address"),
        why=gettext_noop("So that nobody can have your mailbox flooded by us."),
        period=Period(90, Unit.DAY),
    ),
    Kept.WRONG_TOKENS: Retention(
        what=gettext_noop("How many links that open nothing were tried from one network, as a hash"),
        why=gettext_noop("So that nobody can guess their way to your page."),
        period=Period(1, Unit.HOUR),
    ),
    Kept.MAILED_LINK: Retention(
        what=gettext_noop("Links that we mailed to you, as hashes that open nothing"),
        why=gettext_noop("So that each opens your page for a while and then never again."),
        period=Period(7, Unit.DAY),
    ),
    Kept.RAW_REPLY: Retention(
        what=gettext_noop("What the next mail server answered to a letter"),
        why=gettext_noop("To find out why a letter did not arrive."),
        period=Period(30, Unit.DAY),
    ),
    Kept.INBOUND_MAIL: Retention(
        what=gettext_noop("Notices of mail servers that a letter came back, or that it was called spam"),
        why=gettext_noop("To stop writing to an address that does not take letters."),
        period=Period(30, Unit.DAY),
    ),
    Kept.ADDRESS_HEALTH: Retention(
        what=gettext_noop("How often letters to an address came back lately, as a hash"),
        why=gettext_noop("So that a mailbox that takes no letters gets none for a while."),
        period=Period(13, Unit.MONTH),
    ),
    Kept.DELIVERY: Retention(
        what=gettext_noop("Which letters left for you, and when"),
        why=gettext_noop("So that none comes twice, and that we can answer when you ask. Then only sums remain."),
        period=Period(13, Unit.MONTH),
    ),
    Kept.WAY: Retention(
        what=gettext_noop("Where you are in a series that comes part by part, and which parts you had"),
        why=gettext_noop("So that no part comes twice or before its turn. It counts from the day on which you leave."),
        period=Period(13, Unit.MONTH),
    ),
    Kept.EXPORT_FILE: Retention(
        what=gettext_noop("Files that staff take out of the list of readers"),
        why=gettext_noop("So that they can be fetched once."),
        period=Period(24, Unit.HOUR),
    ),
    Kept.IMPORT_FILE: Retention(
        what=gettext_noop("Files of readers that staff bring in"),
        why=gettext_noop("To bring them in; then the file is deleted, at the latest after this time."),
        period=Period(24, Unit.HOUR),
    ),
    Kept.IMPORT_ROW: Retention(
        what=gettext_noop("Which line of such a file you came by, without what stood in it"),
        why=gettext_noop("So that a wrong file can be taken back, and whoever came without proof can be asked once."),
        period=Period(30, Unit.DAY),
    ),
    Kept.CONSENT: Retention(
        what=gettext_noop("The words that you agreed to, when and how, after you have left"),
        why=gettext_noop("To prove that letters came because you wanted them. After an erasure it names nobody."),
        period=Period(3, Unit.YEAR),
    ),
    Kept.ACCESS_RECORD: Retention(
        what=gettext_noop("Who of our staff looked at your data or changed it"),
        why=gettext_noop("So that you can ask, and we can answer."),
        period=Period(3, Unit.YEAR),
    ),
    Kept.SUPPRESSION: Retention(
        what=gettext_noop("That an address must never be written to again, as a hash"),
        why=gettext_noop("So that no list that somebody brings along can undo it."),
        period=None,
    ),
    Kept.DEPARTURE: Retention(
        what=gettext_noop("That somebody has left, as a hash, in a file beside the database"),
        why=gettext_noop("So that a backup which is put back does not bring them back."),
        period=None,
    ),
}
"""Every kind there is, in the order in which a reader meets them."""


def kept_for(kind: Kept) -> timedelta:
    """How long. Raises ValueError for what is kept for good."""
    period = RETENTION[kind].period
    if period is None:
        raise ValueError(f"{kind} is kept for good, so nothing of it may be cleared by age.")
    return period.length


def english(period: Period | None) -> str:
    """For the reference: 24 hours; for good."""
    if period is None:
        return "for good"
    return f"{period.count} {period.unit}{'' if period.count == 1 else 's'}"
