"""B4: no merge code is left over, every field is known, and one that readers may lack has a fallback.

A slip is looked for where its author wrote it, so that it is one finding however often the letter repeats it.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.core.findings import Finding
from cms.core.html import text_of
from cms.core.slots import TOKEN, Kind, Slot
from newsletter.core.merge_fields import MAYBE_EMPTY, URL_FIELDS, find, leftover, misplaced_urls, unknown
from newsletter.core.preflight.facts import LetterFacts, stop

# The merge code of other mail programs, as it comes along with a copied text.
_FOREIGN = re.compile(r"\{\{[^{}]{0,60}\}\}|\*\|[A-Z0-9_:]{1,40}\|\*|%%[A-Za-z_]{1,40}%%")
_MARKS = ("[[", "{{", "*|", "%%")
_ATTRIBUTE_VALUE = re.compile(r'="([^"]*)"')


@dataclass(frozen=True)
class Source:
    """Words as somebody wrote them, and where: a field of the issue, a block, or neither."""

    words: str
    field: str = ""
    block_id: str = ""


def check(letter: LetterFacts) -> Iterator[Finding]:
    seen: set[tuple[str, str, str]] = set()
    for finding in _all(letter):
        key = (finding.words, finding.field, finding.block_id)
        if key not in seen:
            seen.add(key)
            yield finding


def _all(letter: LetterFacts) -> Iterator[Finding]:
    found = [finding for source in _written(letter) for finding in _slips(source, letter)]
    # A template of the site's own may hold a slip as well; what was found already is in the letter, of course.
    yield from found or [finding for source in _compiled(letter) for finding in _slips(source, letter)]
    yield from _misplaced(letter)
    for token in TOKEN.findall(letter.letter.html):
        # An author may write such a word; a token is left over only when no block holds it as text.
        if not letter.block_holding(token):
            yield stop("B4", f"The slot {token} was not filled.", mend="Freeze the issue again.", passage=token)


def _written(letter: LetterFacts) -> Iterator[Source]:
    """The subject, the preview text, then what each block and the frame around them say."""
    lines = {"subject": letter.letter.subject, "preview_text": letter.letter.preview_text}
    yield from (Source(words, field=field) for field, words in lines.items())
    repeated = {_printable(words) for words in lines.values()}
    for slot in letter.slots:
        if any(mark in slot.value for mark in _MARKS) and (slot.block_id or _printable(_words(slot)) not in repeated):
            yield from (Source(words, block_id=slot.block_id) for words in (_words(slot), *_targets(slot)))


def _compiled(letter: LetterFacts) -> Iterator[Source]:
    targets = [anchor.href for anchor in letter.markup.anchors if anchor.href]
    yield from map(Source, (letter.markup.words, *targets, letter.letter.text))


def _words(slot: Slot) -> str:
    return text_of(slot.value) if slot.kind is Kind.HTML else html.unescape(slot.value)


def _targets(slot: Slot) -> list[str]:
    return [html.unescape(value) for value in _ATTRIBUTE_VALUE.findall(slot.value)] if slot.kind is Kind.HTML else []


def _printable(words: str) -> str:
    return "".join(filter(str.isprintable, words))


def _slips(source: Source, letter: LetterFacts) -> Iterator[Finding]:
    for finding in (
        *unknown(source.words),
        *leftover(source.words),
        *_foreign(source.words),
        *_without_fallback(source.words, letter),
        *(_no_link(source.words) if source.field else ()),
    ):
        yield _placed(finding, source, letter)


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


def _no_link(line: str) -> Iterator[Finding]:
    for field in find(line):
        if field.name in URL_FIELDS:
            yield stop("B4", f"{field.whole} is an address, and nobody can press it here.", mend="Take it out.")


def _misplaced(letter: LetterFacts) -> Iterator[Finding]:
    """Addresses that are no whole link, in the blocks; those of a line are told beside the line."""
    lines = letter.letter.subject + letter.letter.preview_text
    for finding in misplaced_urls(letter.letter.html):
        if finding.passage not in lines:
            yield _placed(finding, Source("", block_id=letter.block_holding(finding.passage)), letter)


def _readers(count: int) -> str:
    return "one reader has" if count == 1 else f"{count:,} readers have"


def _placed(finding: Finding, source: Source, letter: LetterFacts) -> Finding:
    block_id = source.block_id or ("" if source.field else letter.block_holding(finding.passage))
    return stop("B4", finding.words, mend=finding.mend, block_id=block_id, field=source.field, passage=finding.passage)
