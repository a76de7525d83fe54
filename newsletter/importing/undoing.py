"""An import taken back: exactly what it made goes. What readers or staff have touched since stays, and is counted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef

from cms.clock import database_now
from newsletter.core.departures import THERE, Departure, What
from newsletter.core.subscriber_files.job_state import JobState
from newsletter.importing.chunks import AT_ONCE, Over
from newsletter.models import (
    Addressee,
    ConsentEvent,
    Delivery,
    ImportJob,
    ImportRow,
    MailedLink,
    ReaderNote,
    ReaderTag,
    Subscriber,
    Subscription,
    Suppression,
    Tagging,
)
from newsletter.pipeline.journal import note_departures

Action, Method = ConsentEvent.Action, ConsentEvent.Method


def undo_job(job: ImportJob, *, run: str, over: Over) -> None:
    """Go back from the last row to the first, a thousand in one transaction."""
    while _undo_chunk(job.pk, run):
        if over():
            return
    _finish(job.pk, run)


@transaction.atomic
def _undo_chunk(pk: int, run: str) -> bool:
    job = ImportJob.objects.held(pk, run)
    if job is None or job.state != JobState.UNDOING or not job.done_to:
        return False
    after = max(0, job.done_to - AT_ONCE)
    rows = list(job.outcomes.filter(number__gt=after, number__lte=job.done_to))
    kept = _lift([row.made_suppression for row in rows if row.made_suppression])
    kept += _end({row.made_subscription: row.verdict for row in rows if row.made_subscription})
    touched = [row for row in rows if row.besides and row.reader_id]
    take_off_tags(touched)
    for row in touched:
        _empty_again(row)
    forget_readers([row.reader_id for row in rows if row.made_reader and row.reader_id])
    ImportJob.objects.filter(pk=pk).update(done_to=after, kept=F("kept") + kept)
    return True


def _lift(made: Sequence[int]) -> int:
    """Suppressions that this import set; one that somebody lifted since is their record, and stays. Says how many."""
    rows = Suppression.objects.filter(pk__in=made, lifted_at__isnull=True, lifted_why="")
    gone = list(rows.values_list("address_hmac", "key_id", "newsletter_id", "reason"))
    _note(gone)
    rows._raw_delete(using=rows.db)  # noqa: SLF001 - nothing hangs on them
    return len(made) - len(gone)


def _note(gone: Iterable[tuple[str, str, int | None, str]]) -> None:
    """The journal learns that these are no departures any more."""
    now = database_now()
    note_departures(
        [
            Departure(address_hmac=value, key_id=key_id, newsletter_id=newsletter, at=now, what=What.TAKEN_BACK)
            for value, key_id, newsletter, reason in gone
            if reason in THERE
        ]
    )


def _end(made: dict[int, str]) -> int:
    """Subscriptions nobody has touched since; the consents stay as proof, withdrawn. Says how many stay."""
    touched = Delivery.objects.filter(subscription=OuterRef("pk"))
    others = ConsentEvent.objects.filter(subscription=OuterRef("pk")).exclude(method=Method.IMPORT)
    rows = Subscription.objects.filter(~Exists(touched), ~Exists(others), pk__in=made).select_for_update(of=("self",))
    going = [row for row in rows if row.state == made[row.pk]]
    _withdraw(going)
    Subscription.objects.filter(pk__in=[row.pk for row in going]).delete()
    return len(made) - len(going)


def _withdraw(going: Iterable[Subscription]) -> None:
    by_pk = {row.pk: row for row in going}
    consents = ConsentEvent.objects.filter(subscription__in=by_pk)
    last = dict(consents.order_by().values_list("subscription_id").annotate(Max("seq")))
    standing = consents.filter(action__in=ConsentEvent.YES).order_by("subscription_id", "seq")
    now = database_now()
    yeses = [line for line in standing if last[line.subscription_id] == line.seq]
    ConsentEvent.objects.bulk_create([_no(by_pk[yes.subscription_id], yes, now) for yes in yeses])
    consents.erase_evidence()


def _no(row: Subscription, yes: ConsentEvent, now) -> ConsentEvent:
    no = ConsentEvent(subscription=row, seq=yes.seq + 1, action=Action.WITHDRAWN, method=Method.IMPORT, given_on=now)
    return no.seal(after=yes.hash)


def take_off_tags(rows: Iterable[ImportRow]) -> None:
    readers = defaultdict(list)
    for row in rows:
        for tag in row.besides.get("tags", ()):
            readers[tag].append(row.reader_id)
    for tag, those in readers.items():
        Tagging.objects.filter(tag=tag, subscriber__in=those).delete()


def _empty_again(row: ImportRow) -> None:
    """What was filled in goes, if it is still what was filled in."""
    if name := row.besides.get("first_name"):
        Subscriber.objects.filter(pk=row.reader_id, first_name=name).update(first_name="")
    if filled := row.besides.get("attributes"):
        reader = Subscriber.objects.select_for_update().get(pk=row.reader_id)
        kept = {slug: value for slug, value in reader.attributes.items() if filled.get(slug, ...) != value}
        Subscriber.objects.filter(pk=row.reader_id).update(attributes=kept)


def forget_readers(made: Sequence[int]) -> None:
    """Readers whom this import made, if nothing else hangs on them by now."""
    alone = Subscriber.objects.filter(pk__in=made)
    for model in (Subscription, ReaderNote, Tagging, Addressee, MailedLink):
        alone = alone.filter(~Exists(model.objects.filter(subscriber=OuterRef("pk"))))
    alone.delete()


def _finish(pk: int, run: str) -> None:
    with transaction.atomic():
        job = ImportJob.objects.held(pk, run)
        if job is None or job.state != JobState.UNDOING or job.done_to:
            return
        ReaderTag.objects.filter(pk__in=job.made_tags, taggings=None).delete()
        ImportJob.objects.move(pk, before=JobState.UNDOING, after=JobState.UNDONE)
