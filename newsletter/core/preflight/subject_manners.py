"""W2: the subject fits, and speaks in a calm voice."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.merge_fields import at_fallback
from newsletter.core.preflight.facts import LetterFacts, hint

SUBJECT_CHARACTERS = 60
SHOUT_LETTERS = 4  # an acronym such as PTSD is no shouting


def check(letter: LetterFacts) -> Iterator[Finding]:
    subject = at_fallback(letter.letter.subject, newsletter=letter.newsletter)
    if len(subject) > SUBJECT_CHARACTERS:
        yield _hint("The subject has more than 60 characters; phones show about 40.", "Put the telling words first.")
    letters = [character for character in subject if character.isalpha()]
    if len(letters) > SHOUT_LETTERS and subject.upper() == subject != subject.lower():
        yield _hint("The subject is all in capitals.", "Write it as you would say it.")
    if "!!" in subject:
        yield _hint("The subject has several exclamation marks.", "One is plenty, none is calmer.")
    if subject.strip() and not any(character.isalnum() for character in subject):
        yield _hint("The subject has no words.", "Say in a few words what is inside.")


def _hint(words: str, mend: str) -> Finding:
    return hint("W2", words, mend=mend, field="subject")
