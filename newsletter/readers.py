"""What staff do with readers: tag them, pause them, end their letters. Every change leaves an access record."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db import transaction

from newsletter.core.attributes import checked
from newsletter.models import (
    AccessRecord,
    AttributeField,
    ConsentEvent,
    Course,
    Newsletter,
    ReaderNote,
    ReaderTag,
    Subscriber,
    Subscription,
    Tagging,
)
from newsletter.subscriptions import ReaderRefused, leave, pause, resume

Action = AccessRecord.Action
State = Subscription.State
AT_ONCE = 500  # readers in one statement
NO_REASON = "Say in a few words why: it stays with the readers' consent."


def tag_readers(readers: Sequence[Subscriber], *, name: str, by) -> int:
    """The tag on each of them, made when there is none. Says on how many it is new. Raises ReaderRefused."""
    if not name.strip():
        raise ReaderRefused("Give the tag a name, like “reading circle”.")
    with transaction.atomic():
        tag = ReaderTag.objects.named(name)
        touched = 0
        for some in _chunks(readers):
            had = set(_taggings(some, tag).values_list("subscriber_id", flat=True))
            new = [reader for reader in some if reader.pk not in had]
            # Somebody may tag the same reader at this moment: once is enough.
            Tagging.objects.bulk_create([Tagging(tag=tag, subscriber=reader) for reader in new], ignore_conflicts=True)
            AccessRecord.objects.note(Action.CHANGED, by=by, readers=new, fields="tags")
            touched += len(new)
    return touched


def untag_readers(readers: Sequence[Subscriber], *, tag: ReaderTag, by) -> int:
    """The tag off each of them. Says from how many."""
    with transaction.atomic():
        touched = 0
        for some in _chunks(readers):
            rows = _taggings(some, tag)
            had = set(rows.values_list("subscriber_id", flat=True))
            rows.delete()
            AccessRecord.objects.note(
                Action.CHANGED, by=by, readers=[reader for reader in some if reader.pk in had], fields="tags"
            )
            touched += len(had)
    return touched


def pause_readers(  # noqa: PLR0913 - whose, which, until when, by whom, why
    readers: Sequence[Subscriber],
    *,
    to: Newsletter | Course | None = None,
    until: date,
    by,
    why: str = "",
    of: Subscription | None = None,
) -> int:
    """Letters rest until that day: of a newsletter or series (`to`), a subscription (`of`), or all. Says how many rest.

    Raises ReaderRefused.
    """
    rows = _subscriptions(readers, to, of).filter(state__in=[State.ACTIVE, State.PAUSED])
    with transaction.atomic():
        for row in rows:
            pause(row.pk, until=until)
        _note(rows, by=by, why=why or f"paused until {until:%Y-%m-%d}")
    return len(rows)


def resume_reader(reader: Subscriber, *, of: Subscription, by) -> int:
    """The letters of one subscription go on. Says whether they rested, as 1 or 0."""
    rows = _subscriptions([reader], None, of).filter(state=State.PAUSED)
    with transaction.atomic():
        for row in rows:
            resume(row.pk)
        _note(rows, by=by, why="resumed")
    return len(rows)


def end_readers(
    readers: Sequence[Subscriber],
    *,
    to: Newsletter | Course | None = None,
    why: str,
    by,
    of: Subscription | None = None,
) -> int:
    """Letters end and the consent is withdrawn: of a newsletter or series (`to`), a subscription (`of`), or all.

    Raises ReaderRefused without why.
    """
    if not why.strip():
        raise ReaderRefused(NO_REASON)
    rows = _subscriptions(readers, to, of).exclude(state=State.ENDED)
    with transaction.atomic():
        for row in rows:
            leave(row.pk, method=ConsentEvent.Method.STAFF, evidence=why.strip(), actor=by)
        _note(rows, by=by, why=why.strip())
    return len(rows)


def describe_reader(reader: Subscriber, given: Mapping[str, object], *, by) -> None:
    """The declared attributes as given; an empty one is taken away. Raises AttributeRefused, naming the attribute."""
    stored = checked(given, declared=AttributeField.objects.all().declared())
    with transaction.atomic():
        row = Subscriber.objects.select_for_update(no_key=True).get(pk=reader.pk)
        kept = {slug: value for slug, value in row.attributes.items() if slug not in given}
        if kept | stored == row.attributes:
            return
        Subscriber.objects.filter(pk=row.pk).update(attributes=kept | stored)
        AccessRecord.objects.note(Action.CHANGED, by=by, readers=[row], fields=", ".join(sorted(given))[:200])


def write_note(reader: Subscriber, *, words: str, by) -> None:
    """A note for colleagues. Raises ReaderRefused when it is empty or too long."""
    text = words.strip()
    if not 0 < len(text) <= ReaderNote.LONGEST:
        raise ReaderRefused(f"A note has between 1 and {ReaderNote.LONGEST:,} characters.")
    with transaction.atomic():
        ReaderNote.objects.create(subscriber=reader, staff=by, words=text)
        AccessRecord.objects.note(Action.NOTED, by=by, readers=[reader])


def _chunks(readers: Sequence[Subscriber]) -> Iterator[Sequence[Subscriber]]:
    for start in range(0, len(readers), AT_ONCE):
        yield readers[start : start + AT_ONCE]


def _taggings(readers: Sequence[Subscriber], tag: ReaderTag):
    return Tagging.objects.filter(tag=tag, subscriber__in=readers)


def _subscriptions(readers: Sequence[Subscriber], to: Newsletter | Course | None, of: Subscription | None = None):
    rows = Subscription.objects.filter(subscriber__in=readers).select_related("subscriber").order_by("pk")
    if of is not None:
        return rows.filter(pk=of.pk)
    return rows.to([to]) if to else rows


def _note(rows, *, by, why: str) -> None:
    readers = {row.subscriber_id: row.subscriber for row in rows}
    AccessRecord.objects.note(Action.CHANGED, by=by, readers=readers.values(), fields="subscription", why=why)
