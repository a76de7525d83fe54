"""B4: no merge code is left over, every field is known, and one that readers may lack has a fallback."""

import re
from collections.abc import Iterator

from cms.core.findings import Finding
from cms.core.slots import TOKEN
from newsletter.core.merge_fields import MAYBE_EMPTY, find, leftover, misplaced_urls, unknown
from newsletter.core.preflight.facts import LetterFacts, stop

# The merge code of other mail programs, as it comes along with a copied text.
_FOREIGN = re.compile(r"\{\{[^{}]{0,60}\}\}|\*\|[A-Z0-9_:]{1,40}\|\*|%%[A-Za-z_]{1,40}%%")


def check(letter: LetterFacts) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for finding in _all(letter):
        # The same passage stands in html and text: one finding is enough.
        if (finding.words, finding.field) not in seen:
            seen.add((finding.words, finding.field))
            yield finding


def _all(letter: LetterFacts) -> Iterator[Finding]:
    parts = {
        "subject": letter.letter.subject,
        "preview_text": letter.letter.preview_text,
        "": letter.letter.html,
        "text": letter.letter.text,
    }
    for field, text in parts.items():
        place = "" if field == "text" else field
        for finding in (*unknown(text), *leftover(text), *_foreign(text), *_without_fallback(text, letter)):
            yield _placed(finding, letter, field=place)
    yield from (_placed(finding, letter, field="") for finding in misplaced_urls(letter.letter.html))


def _foreign(text: str) -> Iterator[Finding]:
    for found in _FOREIGN.finditer(text):
        yield stop(
            "B4",
            f"{found[0]} looks like the merge code of another program.",
            mend="Write [[first_name|friend]] instead, or take it out.",
            passage=found[0],
        )


def _without_fallback(text: str, letter: LetterFacts) -> Iterator[Finding]:
    for field in find(text):
        if field.name in MAYBE_EMPTY and field.fallback is None and letter.nameless:
            yield stop(
                "B4",
                f"{field.whole} has no fallback, and {_readers(letter.nameless)} no name.",
                mend=f"Write [[{field.name}|friend]], or another word that suits everybody.",
                passage=field.whole,
            )
    for token in TOKEN.findall(text):
        # An author may write such a word; a token is left over only when no block holds it as text.
        if not letter.block_holding(token):
            yield stop("B4", f"The slot {token} was not filled.", mend="Freeze the issue again.", passage=token)


def _readers(count: int) -> str:
    return "one reader has" if count == 1 else f"{count:,} readers have"


def _placed(finding: Finding, letter: LetterFacts, *, field: str) -> Finding:
    block_id = "" if field else letter.block_holding(finding.passage)
    return stop("B4", finding.words, mend=finding.mend, block_id=block_id, field=field, passage=finding.passage)
