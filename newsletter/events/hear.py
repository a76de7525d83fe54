"""What was stored is read and applied, once; one that cannot be applied keeps no other waiting."""

import json
import logging
from collections.abc import Callable

from django.db import transaction

from cms.clock import Now, database_now
from cms.database import AWAY
from newsletter.core.failures import where
from newsletter.core.incoming import read_mail
from newsletter.core.news import Names, News
from newsletter.core.provider_events import read_provider_event
from newsletter.events.apply import PATIENCE, Applied, apply
from newsletter.events.hear_together import AT_ONCE, Looked, hear_together
from newsletter.models import InboundEvent
from newsletter.models.inbound import Settled

Verdict = InboundEvent.Verdict
Over = Callable[[], bool]
"""Whether the time for this is over; asked between two events."""

log = logging.getLogger(__name__)


def hear_waiting(*, over: Over = lambda: False) -> bool:
    """Apply what waits, oldest first. Says whether the time was over before all of it had been looked at."""
    last = 0
    while True:
        looked = _looked(after=last)
        for event_id in looked.alone:
            if over():
                return True
            hear(event_id)
        if not looked.last:
            return False
        if over():
            return True
        last = looked.last


def hear(event_id: int) -> None:
    """Apply one event; any number of times is the same as once."""
    try:
        with transaction.atomic():
            waiting = InboundEvent.objects.waiting().select_for_update(skip_locked=True)
            if event := waiting.filter(pk=event_id).first():
                _settle(event)
    except AWAY:
        raise  # the database is away; the event waits
    except Exception as failure:  # noqa: BLE001 - whatever one event raises, the others are heard
        _set_aside(event_id, failure)


def _looked(*, after: int) -> Looked:
    """The next events, heard together; where one of them stands in the way of the others, each alone."""
    try:
        return hear_together(after=after)
    except AWAY:
        raise
    except Exception as failure:  # noqa: BLE001 - whichever of them raises it, is found when each is heard alone
        log.error("events not heard together", extra={"kind": type(failure).__name__, "at": where(failure)})  # noqa: TRY400 - no message
        ids = list(InboundEvent.objects.waiting().filter(pk__gt=after).values_list("pk", flat=True)[:AT_ONCE])
        return Looked(ids[-1] if ids else 0, ids)


def _set_aside(event_id: int, failure: Exception) -> None:
    facts = {"event": event_id, "kind": type(failure).__name__, "at": where(failure)}
    log.error("inbound event not applied", extra=facts)
    InboundEvent.objects.filter(pk=event_id).update(verdict=Verdict.FAILED, applied_at=Now())


def _settle(event: InboundEvent) -> None:
    news, names = _read(event)
    done = apply(news, names)
    if done.verdict == Verdict.WAITING and event.received_at < database_now() - PATIENCE:
        done = Applied(verdict=Verdict.NOT_EXPECTED, delivery_id=done.delivery_id)
    if done.verdict != Verdict.WAITING:
        InboundEvent.objects.settle([Settled(event.pk, news.kind, news.words, done.verdict, done.delivery_id)])


def _read(event: InboundEvent) -> tuple[News, Names]:
    raw = bytes(event.raw or b"")
    if event.door == InboundEvent.Door.PROVIDER:
        return read_provider_event(json.loads(raw))
    return read_mail(raw, recipient=event.recipient)
