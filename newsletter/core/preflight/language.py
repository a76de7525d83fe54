"""B12: a screen reader knows the language, the direction, and which tables are only layout."""

from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, stop

_MEND = "This is a fault of the template, not of your words. Please tell whoever looks after the site."


def check(letter: LetterFacts) -> Iterator[Finding]:
    # Mail programs strip the attributes of <html>, so the children of <body> need them too.
    for place in (letter.markup.root, *letter.markup.body_children):
        if not (place.get("lang") and place.get("dir")):
            yield stop("B12", "The letter does not say its language and direction.", mend=_MEND, field="template")
            break
    count = letter.markup.tables_without_role
    if count:
        yield stop("B12", f"{count} layout tables would be read aloud as tables.", mend=_MEND, field="template")
