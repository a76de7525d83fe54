"""Readers who came without proof wait no longer than they can be asked; then nobody keeps them for anything."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from newsletter.core.subscriber_files.verdicts import Verdict
from newsletter.importing.chunks import AT_ONCE
from newsletter.importing.undoing import forget_readers, take_off_tags
from newsletter.models import ImportJob, MailedLink, Subscription


def forget_waiting(job: ImportJob) -> None:
    """Whoever still waits as this import left them goes, a thousand in one transaction.

    Whoever was asked, said yes, left, or has signed up by themselves meanwhile is not among them.
    """
    made = job.outcomes.filter(verdict=Verdict.PENDING, made_subscription__isnull=False).order_by("number")
    last = 0
    while rows := list(made.filter(number__gt=last)[:AT_ONCE]):
        _forget([row for row in rows if row.reader_id])
        last = rows[-1].number


@transaction.atomic
def _forget(rows) -> None:
    asked = MailedLink.objects.live().filter(subscriber=OuterRef("subscriber"))
    standing = Subscription.objects.filter(pk__in=[row.made_subscription for row in rows], consents=None)
    waiting = standing.filter(~Exists(asked), state=Subscription.State.PENDING)
    gone = set(waiting.values_list("pk", flat=True))
    Subscription.objects.filter(pk__in=gone).delete()
    theirs = [row for row in rows if row.made_subscription in gone]
    take_off_tags([row for row in theirs if row.besides])
    forget_readers([row.reader_id for row in theirs if row.made_reader])
