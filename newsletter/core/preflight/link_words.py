"""W7: the words of a link say where it leads, also to someone who hears only the links."""

from collections import defaultdict
from collections.abc import Iterator

from cms.core.findings import Finding
from newsletter.core.preflight.facts import LetterFacts, ask

VAGUE = frozenset(
    {"here", "click here", "click", "read more", "more", "learn more", "this", "this link", "link", "go", "read on"}
)
_URL_STARTS = ("http://", "https://", "www.")
_EDGES = " .:,;!?\u2026\u2192\u00bb>"


def check(letter: LetterFacts) -> Iterator[Finding]:
    targets: dict[str, dict[str, str]] = defaultdict(dict)  # folded words -> target -> words as written
    for anchor in letter.markup.anchors:
        words = anchor.words.casefold().strip(_EDGES)
        block_id = letter.block_of_link(anchor.href or "", anchor.words)
        if not words:
            continue  # an empty link is no matter of words; link_targets and alt_missing see it
        targets[words].setdefault(anchor.href or "", anchor.words)
        if words in VAGUE:
            yield _ask(f'The link "{anchor.words}" does not say where it leads.', anchor.words, block_id)
        elif words.startswith(_URL_STARTS):
            yield _ask(f"A link shows a bare address: {anchor.words[:60]}", anchor.words, block_id)
    for words, hrefs in targets.items():
        if len(hrefs) > 1 and words not in VAGUE:
            other = max(hrefs)
            block_id = letter.block_of_link(other, hrefs[other])
            yield _ask(f'Links with the same words "{words[:60]}" lead to different pages.', words, block_id)


def _ask(words: str, passage: str, block_id: str) -> Finding:
    return ask("W7", words, mend="Name the page it leads to.", block_id=block_id, passage=passage)
