"""W20: a newsletter with a neutral name keeps its telling one off the lock screen."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, ask

MEND = "Use other words: this line is seen by whoever looks over a reader's shoulder."


def check(letter: LetterFacts) -> Iterator[Finding]:
    lines = {
        "subject": ("The subject", letter.letter.subject),
        "preview_text": ("The preview text", letter.letter.preview_text),
        "from_name": ("The sender", letter.from_name),
    }
    for field, (place, line) in lines.items():
        told = next((words for words in letter.telling_words if _stands_in(words, line)), "")
        if told:
            words = f"{place} says “{told}”, though this newsletter has a neutral name."
            yield ask("W20", words, mend=MEND, field=field, passage=line)


def _stands_in(words: str, line: str) -> bool:
    return bool(words.strip()) and f" {_flat(words)} " in f" {_flat(line)} "


def _flat(text: str) -> str:
    return " ".join("".join(character if character.isalnum() else " " for character in text.casefold()).split())
