"""What providers tell of letters that arrived or are late: a thousand of such news in a handful of statements.

Nearly all news are of this kind, and they change nothing but their letter. Those that change a reader are heard alone.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from cms.clock import Now, database_now
from newsletter.core.delivery_state import OPEN, Cause, Outcome, State, later_outcome
from newsletter.core.news import Kind, News
from newsletter.core.provider_events import read_provider_event
from newsletter.events.apply import LEFT_HOUSE, OUTCOMES, PATIENCE, evidence_of, public_id_of
from newsletter.models import Delivery, DeliveryEvent, InboundEvent
from newsletter.models.inbound import Settled
from newsletter.models.many_rows import insert_rows
from newsletter.resolve import hear_of

AT_ONCE = 1_000  # events in one transaction
GRAVE = frozenset({Kind.BOUNCED, Kind.COMPLAINED, Kind.LEFT})
LINE = ("delivery", "from_state", "to_state", "cause", "evidence")

Verdict = InboundEvent.Verdict


class Looked(NamedTuple):
    """The last event that was looked at, 0 when nothing waits behind; and those that want to be heard alone."""

    last: int
    alone: Sequence[int]


@dataclass(kw_only=True, slots=True)
class Told:
    """What an event says, of which letter, and since when it waits."""

    event: int
    received_at: datetime
    news: News
    public_id: UUID | None


@dataclass(kw_only=True, slots=True)
class Letter:
    """A letter that some events are about; `is_held` says that nobody else may change it meanwhile."""

    pk: int
    state: State
    outcome: Outcome
    is_held: bool


@transaction.atomic
def hear_together(*, after: int) -> Looked:
    """Apply the next thousand that wait behind this event, as far as they only tell how letters fared."""
    waiting = InboundEvent.objects.waiting().filter(pk__gt=after).select_for_update(skip_locked=True)
    events = list(waiting.values_list("pk", "door", "raw", "received_at")[:AT_ONCE])
    told = [found for event in events if (found := _told(*event))]
    letters = _letters({each.public_id for each in told if each.public_id})
    grave = {each.event for each in told if _is_grave(each, letters)}
    _settle([each for each in told if each.event not in grave], letters)
    read = {each.event for each in told} - grave
    return Looked(events[-1][0] if events else 0, [pk for pk, *_ in events if pk not in read])


def _told(pk: int, door: str, raw: bytes | None, received_at: datetime) -> Told | None:
    """A provider's event; None for a mail, and for what cannot be read."""
    if door != InboundEvent.Door.PROVIDER:
        return None
    try:
        news, names = read_provider_event(json.loads(bytes(raw or b"")))
    except (ValueError, TypeError, AttributeError):
        return None  # heard alone, where it fails with its reason
    return Told(event=pk, received_at=received_at, news=news, public_id=public_id_of(names.public_id))


def _letters(ids: Iterable[UUID]) -> dict[UUID, Letter]:
    """The letters of these public ids; those that have left are held, as far as nobody else is at them."""
    named = Delivery.objects.filter(public_id__in=list(ids)).order_by("pk")
    columns = ("public_id", "pk", "state", "outcome")
    left = named.filter(state__in=LEFT_HOUSE).select_for_update(skip_locked=True, no_key=True)
    found = {row[0]: _letter(*row[1:], is_held=True) for row in left.values_list(*columns)}
    others = named.exclude(pk__in=[letter.pk for letter in found.values()])
    return {row[0]: _letter(*row[1:], is_held=False) for row in others.values_list(*columns)} | found


def _letter(pk: int, state: str, outcome: str, *, is_held: bool) -> Letter:
    return Letter(pk=pk, state=State(state), outcome=Outcome(outcome), is_held=is_held)


def _is_grave(told: Told, letters: dict[UUID, Letter]) -> bool:
    letter = letters.get(told.public_id) if told.public_id else None
    return told.news.kind in GRAVE and letter is not None and letter.state in LEFT_HOUSE


def _settle(telling: Sequence[Told], letters: dict[UUID, Letter]) -> None:
    now, settled, lines = database_now(), list[Settled](), list[tuple]()
    moved: dict[Outcome, set[int]] = defaultdict(set)
    _prove(letters)
    for each in telling:
        letter = letters.get(each.public_id) if each.public_id else None
        verdict = _verdict(each, letter, now)
        if verdict is Verdict.WAITING:
            continue
        if verdict is Verdict.APPLIED and letter:
            moved[letter.outcome].discard(letter.pk)
            letter.outcome = OUTCOMES[each.news.kind]
            moved[letter.outcome].add(letter.pk)
            evidence = evidence_of(each.news, letter.outcome)
            lines.append((letter.pk, str(letter.state), str(letter.state), str(Cause.EVIDENCE), evidence))
        settled.append(Settled(each.event, each.news.kind, each.news.words, verdict, letter.pk if letter else None))
    for outcome, ids in moved.items():
        Delivery.objects.filter(pk__in=ids).update(outcome=outcome, outcome_reason="", outcome_at=Now())
    insert_rows(DeliveryEvent, LINE, lines)
    InboundEvent.objects.settle(settled)


def _verdict(told: Told, letter: Letter | None, now: datetime) -> Verdict:
    heard = OUTCOMES.get(told.news.kind)
    if letter is None:
        return Verdict.NOT_OURS if heard or told.news.kind is Kind.LEFT else Verdict.IGNORED
    if letter.state not in LEFT_HOUSE:
        return Verdict.WAITING if letter.state in OPEN and told.received_at > now - PATIENCE else Verdict.NOT_EXPECTED
    if not letter.is_held:
        return Verdict.WAITING  # somebody else is at it
    if heard is None:
        return Verdict.IGNORED
    return Verdict.KNOWN if later_outcome(letter.outcome, heard=heard) == letter.outcome else Verdict.APPLIED


def _prove(letters: dict[UUID, Letter]) -> None:
    """Whatever was heard of a letter, it has left: the doubts about these end."""
    doubted = [letter for letter in letters.values() if letter.is_held and letter.state is State.UNCERTAIN]
    if doubted:
        hear_of([letter.pk for letter in doubted])
    for letter in doubted:
        letter.state = State.HANDED_OVER
