"""A day where a reader lives, and the letters that fell on it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from cms.core.calendar import resolve
from newsletter.core.delivery_state import OPEN, State
from newsletter.models.deliveries import Delivery

COUNTS = sorted({*OPEN, State.HANDED_OVER, State.UNCERTAIN})
"""What a reader got, may have got, or is about to get."""
A_DAY = timedelta(days=1)


def day_of(moment: datetime, zone: str) -> tuple[datetime, datetime]:
    """The first instant of that day where the reader lives, and of the next one."""
    place = ZoneInfo(zone)
    day = moment.astimezone(place).date()
    begins, ends = (resolve(datetime.combine(when, time.min), place) for when in (day, day + A_DAY))
    return begins, ends


def letters_between(begins: datetime, ends: datetime, **of) -> QuerySet[Delivery]:
    """Letters that left then, or wait to leave then."""
    letters = Delivery.objects.filter(state__in=COUNTS, **of)
    return letters.alias(at=Coalesce(F("marked_at"), F("not_before"))).filter(at__gte=begins, at__lt=ends)
