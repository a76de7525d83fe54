"""What a layout is: how one system writes its readers, and how a row of it is understood."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from newsletter.core.subscriber_files.columns import Column, plain
from newsletter.core.subscriber_files.rows import NO, YES, Row
from newsletter.core.subscriber_files.said import Said, Stance

STRANGE_STATE = "The other system gives it a state that does not say that letters are wanted."
DELETED = "It was deleted in the other system."

STATES: Mapping[str, Stance] = {
    **dict.fromkeys(["active", "subscribed", "confirmed", "enabled", "aktiv", "actif", "activo"], Stance.STANDS),
    **dict.fromkeys(["pending", "unconfirmed", "notconfirmed", "waiting"], Stance.WAITS),
    **dict.fromkeys(["unsubscribed", "cancelled", "canceled", "optedout", "optout", "left", "removed"], Stance.LEFT),
    **dict.fromkeys(["bounced", "cleaned", "hardbounced", "hardbounce", "undeliverable"], Stance.BOUNCED),
    **dict.fromkeys(["complained", "complaint", "spam", "spamcomplaint", "abuse", "reportedspam"], Stance.COMPLAINED),
}
"""What words of state mean, as `plain` writes them; every other word leaves the row out."""

_STRICTEST = (Stance.COMPLAINED, Stance.BOUNCED, Stance.LEFT, Stance.LEFT_OUT, Stance.WAITS, Stance.STANDS)
_MOMENT_OF = {
    Stance.COMPLAINED: Column.COMPLAINED_AT,
    Stance.BOUNCED: Column.CLEANED_AT,
    Stance.LEFT: Column.LEFT_AT,
}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`marks`: sets of headers, one of which is there whole. `columns`: headers that mean something else than usual.

    `says` takes a row and the file's name. `is_verified` is False where no present export has been seen.
    """

    slug: str
    label: str
    says: Callable[[Row, str], Said]
    marks: tuple[frozenset[str], ...] = ()
    columns: Mapping[str, str | None] = field(default_factory=dict)
    care: str = ""
    is_verified: bool = True

    def fits(self, headers: frozenset[str]) -> bool:
        """Whether a table with these headers is of this layout."""
        return any(mark <= headers for mark in self.marks)


def marks(headers: str) -> frozenset[str]:
    """Headers that only this system writes together, parted by commas."""
    return frozenset(plain(header) for header in headers.split(","))


def columns(**meanings: Column | None) -> Mapping[str, str | None]:
    """Headers and what they mean in this layout."""
    return {plain(header): meaning for header, meaning in meanings.items()}


def told(row: Row, *, states: Mapping[str, Stance] = STATES) -> Said:
    """What the columns of state and time say together: of several answers the strictest."""
    found = {stance for stance in (_of_state(row, states), _of_switches(row), *_of_moments(row)) if stance}
    stance = next((one for one in _STRICTEST if one in found), Stance.STANDS)
    deleted = stance is Stance.LEFT_OUT and row.get(Column.DELETED_AT)
    why = {Stance.LEFT_OUT: DELETED if deleted else STRANGE_STATE}.get(stance, "")
    return said_as(row, stance, why=why)


def said_as(row: Row, stance: Stance, *, why: str = "") -> Said:
    """A row of this stance, with the moments and the network that it names."""
    confirmed = row.get(Column.CONFIRMED_AT, "")
    network = row.get(Column.CONFIRMED_IP if confirmed else Column.AGREED_IP, "")
    ended_at = row.get(_MOMENT_OF[stance], "") if stance in _MOMENT_OF else ""
    agreed_at = confirmed or row.get(Column.AGREED_AT, "")
    return Said(stance=stance, agreed_at=agreed_at, agreed_ip=network, ended_at=ended_at, why=why)


def _of_state(row: Row, states: Mapping[str, Stance]) -> Stance | None:
    given = row.get(Column.STATE, "")
    return states.get(plain(given), Stance.LEFT_OUT) if given else None


def _of_switches(row: Row) -> Stance | None:
    """Only a clear word leaves letters on: a date, or a word that we do not know, switches them off."""
    disabled, wanted = row.get(Column.DISABLED, "").casefold(), row.get(Column.WANTED, "").casefold()
    return Stance.LEFT if (disabled and disabled not in NO) or (wanted and wanted not in YES) else None


def _of_moments(row: Row) -> list[Stance]:
    found = [stance for stance, column in _MOMENT_OF.items() if row.get(column)]
    return [*found, Stance.LEFT_OUT] if row.get(Column.DELETED_AT) else found
