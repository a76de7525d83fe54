"""What an import adds to readers beside their subscription: tags, and what was empty. Each touch is remembered."""

from collections import defaultdict
from collections.abc import Sequence

from newsletter.importing.here import Known
from newsletter.importing.makings import Making
from newsletter.models import ImportJob, ReaderTag, Subscriber, Tagging

MOST_TAGS = 1_000
TOO_MANY_TAGS = f"The files name more than {MOST_TAGS:,} tags that are new here. The others were left out."


def put_on_tags(coming: Sequence[Making], *, job: ImportJob, fresh: set[int]) -> None:
    """The tags of the file, on whoever comes in by it; `fresh` are readers who cannot have any yet."""
    tags = _tags({name for making in coming for name in making.facts.get("tags", ())}, job)
    wanted = defaultdict(set)
    for making in coming:
        names = making.facts.get("tags", ())
        wanted[making.reader] |= {tags[name.casefold()] for name in names if name.casefold() in tags}
        if any(name.casefold() not in tags for name in names):
            making.column, making.reason = "tags", TOO_MANY_TAGS
    had = Tagging.objects.filter(subscriber__in=wanted.keys() - fresh).values_list("subscriber_id", "tag_id")
    for reader, tag in had:
        wanted[reader].discard(tag)
    Tagging.objects.bulk_create(
        [Tagging(tag_id=tag, subscriber_id=reader) for reader, found in wanted.items() for tag in sorted(found)],
        ignore_conflicts=True,  # staff may put the same tag on at this moment
    )
    for making in coming:
        if found := wanted.pop(making.reader, None):
            making.remember(tags=sorted(found))


def fill_in(makings: Sequence[Making], *, known: Known) -> None:
    """Where a known reader has no first name or lacks an attribute, the file's is taken; nothing is overwritten."""
    asked = {
        known.readers[making.row.key]: making
        for making in makings
        if making.row and making.row.key in known.readers and _offers(making)
    }
    readers = Subscriber.objects.select_for_update(no_key=True).filter(pk__in=asked).order_by("pk")
    for reader in readers if asked else ():
        facts = asked[reader.pk].facts
        name = "" if reader.first_name else facts.get("first_name", "")
        missing = {slug: value for slug, value in facts.get("attributes", {}).items() if slug not in reader.attributes}
        if not name and not missing:
            continue
        reader.first_name, reader.attributes = reader.first_name or name, reader.attributes | missing
        Subscriber.objects.filter(pk=reader.pk).update(first_name=reader.first_name, attributes=reader.attributes)
        making = asked[reader.pk]
        making.reader = reader.pk
        making.remember(**({"first_name": name} if name else {}), **({"attributes": missing} if missing else {}))


def _offers(making: Making) -> bool:
    return bool(making.facts.get("first_name") or making.facts.get("attributes"))


def _tags(names: set[str], job: ImportJob) -> dict[str, int]:
    """The tags of these names, whatever their capitals; the new ones are made and remembered in the job."""
    asked = {name.casefold(): name for name in sorted(names)}
    found: dict[str, int] = {}
    for folded, name in asked.items():
        known = ReaderTag.objects.called(name).values_list("pk", flat=True).first()
        if known is None and len(job.made_tags) < MOST_TAGS:
            known = ReaderTag.objects.named(name).pk
            job.made_tags.append(known)
        if known is not None:
            found[folded] = known
    return found
