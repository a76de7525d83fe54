"""After an edit many readers wait for another day than before: those whose part is not due get their date together."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from newsletter.core.courses.facts import Standing
from newsletter.core.courses.plan import Due, plan
from newsletter.models import Enrollment, PartHandOver, Subscription
from newsletter.models.course_parts import Known

MANY = 2_000  # readers in one transaction
AT_ONCE = 500  # rows in one statement


def date_parts(*, now: datetime, known: Known) -> int:
    """Of those who are asked anew, the ones who just wait have a date; whoever is due, held or in a queue is left.

    Says how many got one.
    """
    with transaction.atomic():
        rows = list(_waiting(now).select_for_update(skip_locked=True, of=("self",))[:MANY])
        had, queued = PartHandOver.objects.had_by(rows), _with_other_courses(rows)
        dated = [row for row in rows if row.subscription.subscriber_id not in queued and _date(row, had, known, now)]
        Enrollment.objects.bulk_update(dated, ["next_part", "next_due"], batch_size=AT_ONCE)
    return len(dated)


def _waiting(now: datetime):
    just_wait = {"state": Standing.ACTIVE, "subscription__state": Subscription.State.ACTIVE}
    rows = Enrollment.objects.due(now).filter(**just_wait)
    return rows.select_related("subscription__subscriber", "subscription__course__series")


def _date(row: Enrollment, had: dict[int, set[str]], known: Known, now: datetime) -> bool:
    course = row.subscription.course
    way = row.way(zone=row.subscription.subscriber.zone, is_paused=False)
    found = plan(course.rule, known.parts(course), way, had[row.pk], now=now)
    if not isinstance(found, Due) or found.at <= now:
        return False
    row.next_part, row.next_due = found.part, found.at
    return True


def _with_other_courses(rows: list[Enrollment]) -> set[int]:
    """Readers of several series: which one comes first is asked one by one."""
    readers = [row.subscription.subscriber_id for row in rows]
    theirs = Enrollment.objects.under_way().filter(subscription__subscriber__in=readers)
    others = theirs.exclude(pk__in=[row.pk for row in rows]).values_list("subscription__subscriber", flat=True)
    return {*others, *(reader for reader, count in Counter(readers).items() if count > 1)}
