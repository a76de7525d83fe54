"""Where an import stands, and what can be done with it."""

from collections.abc import Mapping
from enum import StrEnum


class JobState(StrEnum):
    """From the file to the readers, and back."""

    MAPPING = "mapping"
    READING = "reading"
    REVIEW = "review"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    FORGOTTEN = "forgotten"


WORDS: Mapping[JobState, str] = {
    JobState.MAPPING: "Waits for a look at its columns",
    JobState.READING: "Is being read; nothing changes yet",
    JobState.REVIEW: "Was read, and waits for your word",
    JobState.APPLYING: "Readers are coming in",
    JobState.APPLIED: "Imported",
    JobState.UNDOING: "Is being undone",
    JobState.UNDONE: "Undone",
    JobState.FORGOTTEN: "Given up: the file was deleted after a day",
}

AT_WORK = frozenset({JobState.READING, JobState.APPLYING, JobState.UNDOING})
"""A worker is on it, or should be."""

UNDECIDED = frozenset({JobState.MAPPING, JobState.READING, JobState.REVIEW})
"""Nothing has changed yet; after a day the file goes and the import is given up."""
