"""The consents of readers who come in by a file: each the first line of a chain of its own, with its proof."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from newsletter.core.consent_chain import SALT_BYTES, Line, committed, hashed
from newsletter.core.subscriber_files.evidence import evidence, marked
from newsletter.core.subscriber_files.verdicts import Verdict
from newsletter.importing.makings import Making
from newsletter.models import ConsentEvent, ImportJob
from newsletter.models.many_rows import insert_rows

Action, Method = ConsentEvent.Action, ConsentEvent.Method
LINE = tuple(Line.__dataclass_fields__)
COLUMNS = (*LINE, "subscription", "actor", "recorded_at")


def record_consents(coming: Iterable[Making], *, subjects: Mapping[int, UUID], job: ImportJob, now: datetime) -> None:
    """One line for each yes of the file, and one for each leaving that our own export names. No proof, no line."""
    labels = job.labels
    rows = (
        (*(getattr(line, name) for name in LINE), making.made_subscription, job.by_id, now)
        for making in coming
        if making.made_subscription and making.agreed_at and making.verdict is not Verdict.PENDING
        for line in _lines(making, subjects[making.made_subscription], job, labels[making.table])
    )
    insert_rows(ConsentEvent, COLUMNS, rows)


def _lines(making: Making, subject: UUID, job: ImportJob, label: str) -> Iterator[Line]:
    facts = making.facts
    words = facts.get("consent_evidence", _found(making, job, label))
    yes = _sealed(
        Line(
            subject=str(subject),
            purpose=f"newsletter:{making.row.newsletter_id}",
            seq=1,
            action=str(Action.IMPORTED),
            method=str(Method.IMPORT),
            wording=facts.get("consent_wording", job.wording),
            given_on=making.agreed_at,
            evidence=marked(words, sha256=job.sha256),
            salt="",
            commitment="",
            prev_hash="",
            hash="",
        )
    )
    yield yes
    if making.verdict is Verdict.ENDED:
        no = {"seq": 2, "action": str(Action.WITHDRAWN), "wording": "", "evidence": "", "prev_hash": yes.hash}
        yield _sealed(replace(yes, given_on=making.moment("ended_at"), **no))


def _found(making: Making, job: ImportJob, label: str) -> str:
    network = making.facts.get("network", "")
    return evidence(label=label, row=making.number, agreed_at=making.agreed_at, network=network, declared=job.evidence)


def _sealed(line: Line) -> Line:
    salt = secrets.token_hex(SALT_BYTES)
    open_line = replace(line, salt=salt, commitment=committed(line.evidence, salt=salt), hash="")
    return replace(open_line, hash=hashed(open_line))
