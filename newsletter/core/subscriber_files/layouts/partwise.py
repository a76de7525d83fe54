"""Our own export: every subscription and every suppression as it stood, put back without a loss."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from newsletter.core.addresses import AddressRefused, normal_form
from newsletter.core.kept_text import NEVER_KEPT, keepable
from newsletter.core.subscriber_files.columns import plain
from newsletter.core.subscriber_files.dates import EARLIEST
from newsletter.core.subscriber_files.decisions import (
    NOT_YET,
    VALUE_DROPPED,
    Decision,
    Ground,
    attributes,
    refused,
)
from newsletter.core.subscriber_files.layouts.base import Layout
from newsletter.core.subscriber_files.own_columns import READERS, SUPPRESSIONS
from newsletter.core.subscriber_files.rows import LONGEST_TAG, Row, attributes_in, clean_name
from newsletter.core.subscriber_files.said import Said
from newsletter.core.subscriber_files.verdicts import Verdict

NO_NEWSLETTER = "There is no newsletter with this address here. Make it first, then import again."
NOT_OURS = "This is not as our export writes it."
NO_COURSES = "Series by mail do not come along with a file: the reader asks for them again here."
NO_ZONE = "There is no time zone of this name here, so the newsletter's is taken."
NEVER_KEPT_CLEANED = "This cell holds a character that no database keeps, so that was taken out."
OTHER_KEY = "It was hashed with a key of another installation, and no address stands beside it."
STATES = {"active": Verdict.ACTIVE, "paused": Verdict.PAUSED, "pending": Verdict.PENDING, "ended": Verdict.ENDED}

_HASH = re.compile(r"[0-9a-f]{64}")
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)  # behind it some zones have no moment left
_MOMENTS = ("reader_since", "subscribed_since", "confirmed_at", "ended_at", "consent_given_on")


class NotOurs(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """A cell that our export would not have written; its words are the column."""


def decide_own(row: Row, ground: Ground) -> Decision:
    """What a row of our export puts back: a subscription, a reader without one, or a suppression."""
    clean = {name: cell if name == "address" else keepable(cell) for name, cell in row.items()}
    try:
        found = _suppression(clean, ground) if "reason" in clean else _reader(clean, ground)
    except AddressRefused as error:
        return refused(str(error), column="address")
    except NotOurs as error:
        return refused(NOT_OURS, column=str(error))
    column, reason = _remark(row, clean, found)
    return found if found.reason else replace(found, column=column, reason=reason)


def _reader(row: Row, ground: Ground) -> Decision:
    address, slug = normal_form(row.get("address", "")), row.get("newsletter", "")
    if slug and slug not in ground.newsletters:
        return refused(NO_NEWSLETTER, column="newsletter")
    facts = {"email": address.mailbox, **_about(row, ground), **_standing(row)}
    if "consent_given_on" in facts and datetime.fromisoformat(facts["consent_given_on"]) > ground.now:
        return refused(NOT_YET, column="consent_given_on")
    verdict = _verdict(row, facts) if slug else Verdict.PENDING
    if verdict is Verdict.PENDING and row.get("state") != "pending":
        facts.pop("confirmed_at", None)  # whoever falls back to waiting has confirmed nothing that we can show
    facts["newsletter"] = ground.newsletters[slug] if slug else None
    return Decision(verdict=verdict, key=f"{address.key} {slug}", facts=facts)


def _remark(row: Row, clean: Row, found: Decision) -> tuple[str, str]:
    """What the report says of a row that comes back, but not as it stands."""
    if odd := next((name for name, cell in row.items() if cell != clean[name]), ""):
        return odd, NEVER_KEPT_CLEANED
    if clean.get("time_zone") and "zone" not in found.facts:
        return "time_zone", NO_ZONE
    if clean.get("courses") and "reason" not in clean:
        return "courses", NO_COURSES
    unfit = set(attributes_in(clean)) - set(found.facts.get("attributes", {}))
    return (min(unfit), VALUE_DROPPED) if unfit and "reason" not in clean else ("", "")


def _verdict(row: Row, facts: Mapping[str, Any]) -> Verdict:
    """As it stood; letters come only to those whose consent is in the file."""
    if row.get("state") not in STATES:
        raise NotOurs("state")
    verdict = STATES[row["state"]]
    if verdict is Verdict.ENDED and "ended_at" not in facts:
        raise NotOurs("ended_at")
    has_consent = verdict in {Verdict.PENDING, Verdict.ENDED} or "consent_given_on" in facts
    return verdict if has_consent else Verdict.PENDING


def _about(row: Row, ground: Ground) -> dict[str, Any]:
    zone = row.get("time_zone", "")
    found = {
        "first_name": clean_name(row.get("first_name", "")),
        "language": row.get("language", "")[:12],
        "zone": ground.zones.get(zone, ""),
        "tags": _tags(row),
        "attributes": attributes(row, ground),
    }
    return {name: value for name, value in found.items() if value} | {"source": row.get("source", "")[:40]}


def _standing(row: Row) -> dict[str, Any]:
    found = {name: _moment(row, name) for name in _MOMENTS} | {
        "paused_until": _day(row, "paused_until"),
        "ended_reason": row.get("ended_reason", "")[:24],
    }
    words = {"consent_wording": row.get("consent_wording", ""), "consent_evidence": row.get("consent_evidence", "")}
    return {name: value for name, value in found.items() if value} | words


def _suppression(row: Row, ground: Ground) -> Decision:
    slug, given = row.get("newsletter", ""), row.get("address", "")
    if slug and slug not in ground.newsletters:
        return refused(NO_NEWSLETTER, column="newsletter")
    if row["reason"] not in ground.reasons:
        raise NotOurs("reason")
    facts: dict[str, Any] = {name: _moment(row, name) for name in ("at", "until", "lifted_at")}
    if not facts["at"]:
        raise NotOurs("at")
    who = {"email": normal_form(given).mailbox} if given else _hash(row)
    if not given and who["key"] not in ground.keys:
        return refused(OTHER_KEY, column="key")
    words = {"evidence": row.get("evidence", "")[:400], "lifted_why": row.get("lifted_why", "")[:400]}
    facts |= {"reason": row["reason"], "newsletter": ground.newsletters[slug] if slug else None, **who, **words}
    named = normal_form(given).key if given else who["hash"]
    key = f"{named} {slug} {facts['reason']} {facts['at']}"
    kept = {name: value for name, value in facts.items() if value or name == "newsletter"}
    return Decision(verdict=Verdict.RESTORED, key=key, facts=kept)


def _hash(row: Row) -> dict[str, str]:
    if not _HASH.fullmatch(row.get("address_hash", "")):
        raise NotOurs("address_hash")
    return {"hash": row["address_hash"], "key": row.get("key", "")}


def _moment(row: Row, name: str) -> str:
    given = row.get(name, "")
    try:
        found = datetime.fromisoformat(given) if given else None
    except ValueError as error:
        raise NotOurs(name) from error
    if found and not found.tzinfo:
        raise NotOurs(name)
    if found and not EARLIEST <= found < _LATEST:
        raise NotOurs(name)
    return found.astimezone(UTC).isoformat() if found else ""


def _day(row: Row, name: str) -> str:
    given = row.get(name, "")
    try:
        return date.fromisoformat(given).isoformat() if given else ""
    except ValueError as error:
        raise NotOurs(name) from error


def _tags(row: Row) -> list[str]:
    try:
        found = json.loads(row.get("tags") or "[]")
    except (ValueError, RecursionError) as error:
        raise NotOurs("tags") from error
    if not isinstance(found, list) or not all(map(_is_tag, found)):
        raise NotOurs("tags")
    return found


def _is_tag(tag: object) -> bool:
    return isinstance(tag, str) and 0 < len(tag.strip()) <= LONGEST_TAG and not NEVER_KEPT.search(tag)


def _never(_row: Row, _name: str) -> Said:
    raise NotImplementedError  # our own rows are decided by `decide_own`


LAYOUT = Layout(
    slug="partwise",
    label="An export of Partwise",
    says=_never,
    marks=(
        frozenset(map(plain, ("address", "newsletter", "state", "consent_given_on"))),
        frozenset(map(plain, ("address_hash", "key", "reason", "lifted_at"))),
    ),
    columns={plain(name): name for name in (*READERS, *SUPPRESSIONS)},
    care="Readers, their newsletters, pauses and consents come back as they were, and so do suppressions. The "
    "newsletters must be here already, under the same addresses. CSV, the zip of it, or JSON; also the file that one "
    "reader took along: take it from nobody but that reader.",
)
