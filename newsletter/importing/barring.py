"""Suppressions that an import brings: of addresses that left or were lost elsewhere, and of our own exports."""

from collections.abc import Sequence
from datetime import datetime

from newsletter.conf import suppression_keys
from newsletter.core.departures import THERE, Departure
from newsletter.core.subscriber_files.evidence import marked
from newsletter.core.subscriber_files.verdicts import Verdict
from newsletter.core.tokens import address_hmac
from newsletter.importing.makings import Making
from newsletter.models import ImportJob, Suppression
from newsletter.models.many_rows import insert_rows, new_ids
from newsletter.pipeline.journal import note_departures

REASONS = {
    Verdict.LEFT: Suppression.Reason.IMPORTED,
    Verdict.BOUNCED: Suppression.Reason.HARD_BOUNCE,
    Verdict.COMPLAINED: Suppression.Reason.COMPLAINT,
}
WHO = ("id", "address_hmac", "key_id")
WHY = ("newsletter", "reason", "evidence", "at", "set_by", "until", "lifted_at", "lifted_why")


def bar(makings: Sequence[Making], *, job: ImportJob, now: datetime) -> None:
    """One suppression for each row: of the newsletter for whoever left, of the address for whoever cannot be mailed."""
    labels, (key_id, key) = job.labels, list(suppression_keys().items())[-1]
    for making, pk in zip(makings, new_ids(Suppression, len(makings)), strict=True):
        making.made_suppression = pk
    rows = []
    for making in makings:
        hashed = address_hmac(making.row.key, key=key) if making.row.key else making.facts["hash"]
        who = (making.made_suppression, hashed, key_id if making.row.key else making.facts["key"])
        restored = making.verdict is Verdict.RESTORED
        rows.append(who + (_as_it_was(making) if restored else _new(making, job, labels[making.table], now)))
    _note(rows, now)
    insert_rows(Suppression, (*WHO, *WHY), rows)


def _note(rows: Sequence[tuple], now: datetime) -> None:
    """Who left or refused elsewhere stands in the journal as well: an older backup knows nothing of the import."""
    found = (dict(zip((*WHO, *WHY), row, strict=True)) for row in rows)
    note_departures(
        [
            Departure(
                address_hmac=row["address_hmac"],
                key_id=row["key_id"],
                newsletter_id=row["newsletter"],
                at=now,
                what=THERE[row["reason"]],
            )
            for row in found
            if row["reason"] in THERE and not row["lifted_at"]
        ]
    )


def _new(making: Making, job: ImportJob, label: str, now: datetime) -> tuple:
    ended_at = making.moment("ended_at")
    words = f"{label}, row {making.number}{f': {ended_at:%Y-%m-%d}' if ended_at else ''}"
    newsletter = making.row.newsletter_id if making.verdict is Verdict.LEFT else None
    reason = str(REASONS[making.verdict])
    return newsletter, reason, marked(words, sha256=job.sha256), now, job.by_id, None, None, ""


def _as_it_was(making: Making) -> tuple:
    facts = making.facts
    return (
        making.row.newsletter_id,
        facts["reason"],
        facts.get("evidence", ""),
        making.moment("at"),
        None,
        making.moment("until"),
        making.moment("lifted_at"),
        facts.get("lifted_why", ""),
    )
