"""W12: the letter says in which language it is written, and is: a voice that reads aloud goes by it."""

from collections import Counter
from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, hint

ENOUGH_WORDS = 60
CLEARLY = 3  # times as many small words of the other language

# The most frequent small words of each; words that two of them share are left out.
SMALL_WORDS = {
    "en": "the and of to that is it you was for with are this not have but they what which from would there",
    "de": "der und das nicht ist ich sie ein eine mit auf dem den sich auch wir wenn aber oder zu wird für",
    "es": "el los las y una por con para está pero más como muy cuando también porque ella nosotros hay lo",
    "fr": "le les et des une pour dans qui pas ce vous nous est avec mais sur plus cette leur quand être du",
    "pt": "os uma não para com mas mais também muito ela você nós isso quando são foi pela pelo seu sua",
    "it": "il gli di che è per non con una sono della anche più ma questo quando perché lei noi nel",
    "nl": "het een van en niet ik zijn met voor maar ook wij naar hij zij dat deze bij heeft worden",
}
NAMES = {
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
}
_BY_WORD: dict[str, set[str]] = {}
for _language, _small in SMALL_WORDS.items():
    for _word in _small.split():
        _BY_WORD.setdefault(_word, set()).add(_language)


def check(letter: LetterFacts) -> Iterator[Finding]:
    said = letter.letter.language.partition("-")[0].lower()
    heard = _heard(letter.markup.words)
    if said in NAMES and heard and heard != said:
        yield hint(
            "W12",
            f"The words look like {NAMES[heard]}, but the letter says it is {NAMES[said]}.",
            mend="Set the language of the newsletter, so that it is read aloud well.",
            field="language",
        )


def _heard(text: str) -> str:
    """The language whose small words clearly outnumber those of any other; empty when in doubt."""
    words = text.lower().split()
    if len(words) < ENOUGH_WORDS:
        return ""
    hits = Counter(language for word in words for language in _BY_WORD.get(word.strip(".,;:!?“”\"'()"), ()))
    first, second, *_ = [*hits.most_common(2), ("", 0), ("", 0)]
    return first[0] if first[1] >= CLEARLY * max(1, second[1]) else ""
