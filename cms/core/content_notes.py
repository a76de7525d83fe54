"""The subjects that a reader may want to know of before reading, in words that stay factual."""

from typing import NamedTuple

from cms.core.marked import gettext_noop


class ContentNote(NamedTuple):
    """One subject: its title for authors, and its words inside a sentence, which readers hear in their language.

    `needs_support` where a text may not go out without support lines.
    """

    slug: str
    title: str
    words: str
    needs_support: bool = False


CONTENT_NOTES = (
    ContentNote("abuse", "Abuse", gettext_noop("abuse"), needs_support=True),
    ContentNote("violence", "Violence", gettext_noop("violence")),
    ContentNote("suicide", "Suicide", gettext_noop("suicide"), needs_support=True),
    ContentNote("self-harm", "Self-harm", gettext_noop("self-harm"), needs_support=True),
    ContentNote("trauma", "Trauma", gettext_noop("trauma")),
    ContentNote("bereavement", "Bereavement", gettext_noop("bereavement")),
    ContentNote("betrayal-separation", "Betrayal and separation", gettext_noop("betrayal and separation")),
    ContentNote("discrimination", "Discrimination", gettext_noop("discrimination")),
    ContentNote("addiction", "Addiction", gettext_noop("addiction")),
    ContentNote("eating", "Eating", gettext_noop("eating")),
    ContentNote("mental-illness", "Mental illness", gettext_noop("mental illness")),
    ContentNote("work-stress", "Work stress and exhaustion", gettext_noop("work stress and exhaustion")),
)
BY_SLUG = {note.slug: note for note in CONTENT_NOTES}
CHOICES = [(note.slug, note.title) for note in CONTENT_NOTES]
