"""What a reader is called, which language they read and where they live, put right by themselves or by staff."""

from django.db import transaction

from newsletter.courses.deeds import reckon_anew
from newsletter.models import AccessRecord, Subscriber

CORRECTED = {"first_name": "first name", "language": "language", "zone": "time zone"}


def correct_reader(reader: Subscriber, *, by=None, why: str = "", **facts: str) -> list[str]:
    """First name, language and zone as they should be. Says in words what is different now.

    `by` is the person of staff; what they changed, and why, stays on record.
    """
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=reader.pk)
        new = {name: value for name, value in facts.items() if getattr(row, name) != value}
        changed = [CORRECTED[name] for name in new]
        Subscriber.objects.filter(pk=row.pk).update(**new)
        if "zone" in new:
            reckon_anew(row)
        if by and changed:
            AccessRecord.objects.note("changed", by=by, readers=[row], fields=", ".join(changed), why=why)
    return changed
