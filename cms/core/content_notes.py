"""The subjects that a reader may want to know of before reading, in words that stay factual."""

from typing import NamedTuple


class ContentNote(NamedTuple):
    """One subject; `needs_support` where a text may not go out without support lines."""

    slug: str
    title: str
    needs_support: bool = False


CONTENT_NOTES = (
    ContentNote("abuse", "Abuse", needs_support=True),
    ContentNote("violence", "Violence"),
    ContentNote("suicide", "Suicide", needs_support=True),
    ContentNote("self-harm", "Self-harm", needs_support=True),
    ContentNote("trauma", "Trauma"),
    ContentNote("bereavement", "Bereavement"),
    ContentNote("betrayal-separation", "Betrayal and separation"),
    ContentNote("discrimination", "Discrimination"),
    ContentNote("addiction", "Addiction"),
    ContentNote("eating", "Eating"),
    ContentNote("mental-illness", "Mental illness"),
    ContentNote("work-stress", "Work stress and exhaustion"),
)
BY_SLUG = {note.slug: note for note in CONTENT_NOTES}
CHOICES = [(note.slug, note.title) for note in CONTENT_NOTES]


def titles(slugs: list[str]) -> list[str]:
    """The words for these slugs, in the order of the list above; an unknown slug raises KeyError."""
    chosen = {BY_SLUG[slug] for slug in slugs}
    return [note.title for note in CONTENT_NOTES if note in chosen]
