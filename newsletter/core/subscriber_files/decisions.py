"""A row becomes a decision: what it would make, for whom, and why, before anybody asks who is here already."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsletter.core.addresses import AddressRefused
from newsletter.core.attributes import AttributeRefused, Declared, Value, stored_value
from newsletter.core.kept_text import NEVER_KEPT
from newsletter.core.sign_up import network_of
from newsletter.core.subscriber_files.basis import Basis
from newsletter.core.subscriber_files.columns import WORDS, Column
from newsletter.core.subscriber_files.dates import Doubt, moment
from newsletter.core.subscriber_files.lines import UNREADABLE
from newsletter.core.subscriber_files.rows import Row, address_in, attributes_in, first_name_in, language_in, tags_in
from newsletter.core.subscriber_files.said import Said, Stance
from newsletter.core.subscriber_files.verdicts import RANK, Verdict

NO_ADDRESS = "There is no address in this row."
NOT_YET = "Nobody has agreed in the future. Look at this date."
NO_DATE = "This is no date that we can read, so the reader waits."
NO_TEXT = "Its bytes are no text in this encoding. Choose another one for the file."
NAME_DROPPED = "This is no name that a letter can use, so it was left out."
VALUE_DROPPED = "This value does not fit the attribute, so it was left out."
NEVER_KEPT_DROPPED = "This cell holds a character that no database keeps, so it was left out."
FOREVER = 2**62
_ENDS = {Stance.LEFT: Verdict.LEFT, Stance.BOUNCED: Verdict.BOUNCED, Stance.COMPLAINED: Verdict.COMPLAINED}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a row would make. `column` and `reason` are for the report and hold nothing of the row's own.

    `key` names the reader, and is empty when nobody can be told; `moment` decides between rows of one verdict, the
    higher the stricter. `facts` are what is needed to make it, as JSON keeps them.
    """

    verdict: Verdict
    key: str = ""
    column: str = ""
    reason: str = ""
    moment: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[int, int]:
        """How strict it is beside other rows about the same reader."""
        return RANK.get(self.verdict, 0), self.moment


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What every row of an import is judged by: what this site declared, and for its own files what it knows.

    `zones` are today's names by every name that is known, `newsletters` ids by slug, `reasons` those of suppressions,
    `keys` the ids of the keys that hash addresses.
    """

    basis: Basis
    now: datetime
    attributes: Mapping[str, Declared] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    newsletters: Mapping[str, int] = field(default_factory=dict)
    reasons: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()


def refused(reason: str, *, column: str = "") -> Decision:
    """A row that cannot be taken, with the column that is at fault."""
    return Decision(verdict=Verdict.REFUSED, column=column, reason=reason)


def decide(row: Row, said: Said, *, ground: Ground) -> Decision:
    """What a row of another system becomes."""
    if UNREADABLE.search(row.get(Column.EMAIL, "")):
        return refused(NO_TEXT, column=WORDS[Column.EMAIL])
    if not row.get(Column.EMAIL):
        return refused(NO_ADDRESS, column=WORDS[Column.EMAIL])
    try:
        address = address_in(row)
    except AddressRefused as error:
        return refused(str(error), column=WORDS[Column.EMAIL])
    who = {"email": address.mailbox}
    if said.stance is Stance.LEFT_OUT:
        return Decision(verdict=Verdict.LEFT_OUT, key=address.key, reason=said.why, facts=who)
    if said.stance in _ENDS:
        return _ended(address.key, said, who)
    return _subscribed(address.key, row, said, ground, who)


def strictest(decisions: Iterable[Decision]) -> list[int]:
    """The places of the rows that count: for each reader the strictest, of equally strict ones the first."""
    best: dict[str, tuple[tuple[int, int], int]] = {}
    for place, decision in enumerate(decisions):
        if decision.key and (decision.key not in best or decision.rank > best[decision.key][0]):
            best[decision.key] = (decision.rank, place)
    return sorted(place for _, place in best.values())


def attributes(row: Row, ground: Ground) -> dict[str, Value]:
    """What the row says of attributes that this site declared; what does not fit its declaration is left out."""
    found = {}
    for slug, cell in attributes_in(row).items():
        with suppress(AttributeRefused, KeyError):
            found[slug] = stored_value(cell, declared=ground.attributes[slug])
    return found


def _ended(key: str, said: Said, who: Mapping[str, Any]) -> Decision:
    """A no. Without a moment that we can read it holds for ever."""
    at = moment(said.ended_at, doubt=Doubt.LATER)
    facts = {**who, "ended_at": at.isoformat()} if at else who
    last = int(at.timestamp()) if at else FOREVER
    return Decision(verdict=_ENDS[said.stance], key=key, moment=last, facts=facts)


def _subscribed(key: str, row: Row, said: Said, ground: Ground, who: Mapping[str, Any]) -> Decision:
    found = moment(said.agreed_at, doubt=Doubt.EARLIER)
    if found and found > ground.now:
        return refused(NOT_YET, column=WORDS[Column.AGREED_AT])
    facts = {**who, **_about(row, ground)}
    agreed_at = None if said.stance is Stance.WAITS else ground.basis.agreed_at(found)
    column, reason = _remark(row, said, facts, is_dated=bool(found), wants_date=agreed_at is None)
    if agreed_at is None:
        return Decision(verdict=Verdict.PENDING, key=key, column=column, reason=reason, facts=facts)
    facts |= {"agreed_at": agreed_at.isoformat()}
    if found and (network := network_of(said.agreed_ip)):
        facts |= {"network": network}
    # Of two yeses the earlier is the stricter: somebody may have left in between.
    first = -int(agreed_at.timestamp())
    return Decision(verdict=Verdict.ACTIVE, key=key, column=column, reason=reason, moment=first, facts=facts)


def _about(row: Row, ground: Ground) -> dict[str, Any]:
    """What is kept about the person; what is empty or cannot be kept is left out."""
    zone = row.get(Column.ZONE, "")
    found = {
        "first_name": first_name_in(row),
        "language": language_in(row),
        "zone": ground.zones.get(zone, ""),
        "tags": list(tags_in(row)),
        "attributes": attributes(row, ground),
    }
    return {name: value for name, value in found.items() if value}


def _remark(row: Row, said: Said, facts: Mapping[str, Any], *, is_dated: bool, wants_date: bool) -> tuple[str, str]:
    """What the report says of a row that is taken, but not as it stands."""
    if wants_date and said.agreed_at and not is_dated:
        return WORDS[Column.AGREED_AT], NO_DATE
    if (row.get(Column.FIRST_NAME) or row.get(Column.NAME)) and "first_name" not in facts:
        return WORDS[Column.FIRST_NAME], NAME_DROPPED
    for slug, cell in attributes_in(row).items():
        if cell and slug not in facts.get("attributes", {}):
            return slug, NEVER_KEPT_DROPPED if NEVER_KEPT.search(cell) else VALUE_DROPPED
    return "", ""
