"""B10: no invisible characters that break headers or turn the direction of the words."""

import re
from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, stop

_ALWAYS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff"
_IN_BODY = re.compile(f"[{_ALWAYS}]")
_IN_LINE = re.compile(f"[{_ALWAYS}\t\n\r]")


def check(letter: LetterFacts) -> Iterator[Finding]:
    lines = {
        "subject": letter.letter.subject,
        "preview_text": letter.letter.preview_text,
        "from_name": letter.from_name,
    }
    for field, text in lines.items():
        for character in hidden_in_line(text):
            yield _finding(character, f"The {field.replace('_', ' ')}", field=field)
    bodies = letter.letter.html + letter.letter.text
    told = set("".join(lines.values()))
    for character in sorted(set(_IN_BODY.findall(bodies))):
        block_id = letter.block_holding(character)
        if block_id or character not in told:  # the subject and the sender stand in the letter, too
            yield _finding(character, "The letter", block_id=block_id)


def hidden_in_line(text: str) -> list[str]:
    """The characters, each once, that nobody sees and no single line may hold."""
    return sorted(set(_IN_LINE.findall(text)))


def _finding(character: str, place: str, *, field: str = "", block_id: str = "") -> Finding:
    return stop(
        "B10",
        f"{place} holds the invisible character U+{ord(character):04X}.",
        mend="Delete the words around it and type them again.",
        field=field,
        block_id=block_id,
    )
