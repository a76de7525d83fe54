"""What is known here about the readers of some rows: asked in few questions, however many rows there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Max

from newsletter.conf import suppression_keys
from newsletter.core.subscriber_files.settling import Here, settled
from newsletter.core.subscriber_files.verdicts import Verdict
from newsletter.core.tokens import address_hmac
from newsletter.models import ConsentEvent, ImportJob, ImportRow, Subscriber, Subscription, Suppression
from newsletter.models.many_rows import listed

ENDS = frozenset({Verdict.LEFT, Verdict.ENDED})
"""Verdicts that take a subscription away, unless its reader said yes here later."""


class Wanted(NamedTuple):
    """A row that would become something: `key` is the address's, or empty for a suppression that came as a hash."""

    verdict: Verdict
    key: str
    newsletter_id: int | None
    facts: dict[str, Any]


@dataclass(kw_only=True)
class Known:
    """What some rows' readers have here; filled by `known`."""

    readers: dict[str, int] = field(default_factory=dict)
    states: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    last_yes: dict[int, datetime] = field(default_factory=dict)
    barred: dict[str, set[tuple[int | None, str]]] = field(default_factory=dict)
    records: set[tuple] = field(default_factory=set)
    hmacs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def hashes(self, row: Wanted) -> tuple[str, ...]:
        """The address of the row under every key."""
        return self.hmacs[row.key] if row.key else (row.facts["hash"],)

    def settled(self, row: Wanted) -> tuple[Verdict, str]:
        """What becomes of this row here, and the remark."""
        pk, state = self.states.get((row.key, row.newsletter_id or 0), (0, ""))
        if row.newsletter_id is None and row.key in self.readers:
            state = "known"  # our own exports name readers without a subscription too
        bars = set[tuple[int | None, str]]().union(*(self.barred.get(value, ()) for value in self.hashes(row)))
        here = Here(
            state=state,
            last_yes=self.last_yes.get(pk),
            everywhere=frozenset(reason for newsletter, reason in bars if newsletter is None),
            only_here=frozenset(reason for newsletter, reason in bars if newsletter == row.newsletter_id),
            has_record=not self.records.isdisjoint(_records(row, self.hashes(row))),
        )
        ended_at = row.facts.get("ended_at")
        return settled(row.verdict, here, ended_at=datetime.fromisoformat(ended_at) if ended_at else None)


def wanted(verdict: str, facts: dict[str, Any], *, job: ImportJob) -> Wanted:
    """A row with the newsletter that it is about: its own, or the one that was chosen for the import."""
    newsletter_id = facts.get("newsletter", job.newsletter_id)
    return Wanted(Verdict(verdict), facts.get("email", "").lower(), newsletter_id, facts)


def known(rows: Sequence[Wanted], *, job: ImportJob) -> Known:
    """What these rows' readers have here. What this import itself suppressed does not stand in its own way."""
    keys = {row.key for row in rows if row.key}
    secrets = list(suppression_keys().values())
    found = Known(hmacs={key: tuple(address_hmac(key, key=secret) for secret in secrets) for key in keys})
    readers = Subscriber.objects.filter(email_key__in=listed(keys)).order_by().values_list("email_key", "pk")
    found.readers = dict(readers)
    found.barred, found.records = _barred(rows, found, job), _kept_records(rows, found)
    if found.readers:
        found.states = _states(found.readers)
        found.last_yes = _last_yes(rows, found)
    return found


def _states(readers: dict[str, int]) -> dict[tuple[str, int], tuple[int, str]]:
    names = {pk: key for key, pk in readers.items()}
    rows = Subscription.objects.filter(subscriber_id__in=names).order_by()
    return {
        (names[subscriber], newsletter): (pk, state)
        for pk, subscriber, newsletter, state in rows.values_list("pk", "subscriber_id", "newsletter_id", "state")
    }


def _last_yes(rows: Iterable[Wanted], found: Known) -> dict[int, datetime]:
    """Only a departure asks for it."""
    left = [(row.key, row.newsletter_id or 0) for row in rows if row.verdict in ENDS]
    asked = [found.states[place][0] for place in left if place in found.states]
    events = ConsentEvent.objects.filter(subscription_id__in=asked, action__in=ConsentEvent.YES).order_by()
    return dict(events.values_list("subscription_id").annotate(Max("given_on"))) if asked else {}


def _barred(rows: Sequence[Wanted], here: Known, job: ImportJob) -> dict[str, set[tuple[int | None, str]]]:
    hmacs = {value for row in rows for value in here.hashes(row)}
    columns = ("pk", "address_hmac", "newsletter_id", "reason")
    standing = list(Suppression.objects.active().of(hmacs).order_by().values_list(*columns))
    made = ImportRow.objects.filter(job=job, made_suppression__in=[pk for pk, *_ in standing])
    ours = set(made.values_list("made_suppression", flat=True)) if standing else set()
    found = defaultdict(set)
    for pk, value, newsletter, reason in standing:
        if pk not in ours:
            found[value].add((newsletter, reason))
    return found


def _kept_records(rows: Sequence[Wanted], here: Known) -> set[tuple]:
    """Suppressions that are here already, as rows of our export name them."""
    hmacs = {value for row in rows if row.verdict is Verdict.RESTORED for value in here.hashes(row)}
    if not hmacs:
        return set()
    found = Suppression.objects.of(hmacs).order_by()
    return set(found.values_list("address_hmac", "newsletter_id", "reason", "at"))


def _records(row: Wanted, hashes: Iterable[str]) -> Iterable[tuple]:
    if row.verdict is not Verdict.RESTORED:
        return ()
    at = datetime.fromisoformat(row.facts["at"])
    return ((value, row.newsletter_id, row.facts["reason"], at) for value in hashes)
