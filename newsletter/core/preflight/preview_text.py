"""W3: the line after the subject says something of its own."""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, ask

SHORT, LONG = 30, 140  # characters

_SENTENCE_END = re.compile(r"(?<=[.!?\u3002\u061f])\s+")
_NOT_WORDS = re.compile(r"[\W_]+")


def check(letter: LetterFacts) -> Iterator[Finding]:
    preview = letter.letter.preview_text.strip()
    if not preview:
        yield _ask("The letter has no preview text.", "Write the line that readers see after the subject.", preview)
    elif len(preview) < SHORT:
        yield _ask(
            f"The preview text has fewer than {SHORT} characters.", "Add a few words; about 50 are shown.", preview
        )
    elif len(preview) > LONG:
        yield _ask(f"The preview text has more than {LONG} characters.", "Shorten it; about 50 are shown.", preview)
    if preview and _flat(preview) == _flat(letter.letter.subject):
        yield _ask("The preview text repeats the subject.", "Say what the subject leaves out.", preview)
    elif preview and _flat(preview) in set(_opening_sentences(letter)):
        yield _ask("The preview text repeats the first sentence.", "Say what the first sentence leaves out.", preview)


def _opening_sentences(letter: LetterFacts) -> Iterator[str]:
    """How each passage begins that a reader sees up to the first paragraph: a name, a note, a title, and that one."""
    for _, found in groupby(letter.passages, key=attrgetter("paragraph")):
        spoken = list(found)
        yield _flat(_SENTENCE_END.split(" ".join(passage.words for passage in spoken), maxsplit=1)[0])
        if any(passage.look.is_body for passage in spoken):
            return


def _flat(text: str) -> str:
    return _NOT_WORDS.sub(" ", text).strip().casefold()


def _ask(words: str, mend: str, preview: str) -> Finding:
    return ask("W3", words, mend=mend, field="preview_text", passage=preview)
